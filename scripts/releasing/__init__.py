"""What a release is held to: versions that agree with what changed since the last one, and the record of this one."""
