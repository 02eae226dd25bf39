"""Pages of lists, under the official SDK's names."""

from .client.pages import AsyncPage, Page

__all__ = ["AsyncConversationCursorPage", "SyncConversationCursorPage"]

AsyncConversationCursorPage = AsyncPage
SyncConversationCursorPage = Page
