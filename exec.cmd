@rem On Windows npm runs scripts with cmd.exe, which has no exec: there `exec node ...` in package.json ends up here.
@%*
