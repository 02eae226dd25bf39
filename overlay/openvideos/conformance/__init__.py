"""The conformance suite: numbered requirements on a server of the /videos API, and what came of them.

    pytest --pyargs openvideos.conformance --openvideos-url URL

runs them as tests; `openvideos conform URL` is the command.
"""
