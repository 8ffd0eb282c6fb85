namespace LocalComputers.Computers.Exec;

/// <summary>A working directory that is not there, or not inside the workspace. The door says so in its own words.</summary>
internal sealed class NoSuchDirectoryException() : Exception("The working directory is not there, or not inside the workspace.");
