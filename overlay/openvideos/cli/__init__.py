"""The command line: `openvideos create --prompt "..." --wait -o clip.mp4`.

A command's flags are the members and parameters that the contract gives its operation.
"""
