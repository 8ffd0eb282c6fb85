namespace LocalComputers.Processes;

/// <summary>A process in the list of <c>/proc</c>.</summary>
/// <param name="Id">The process id.</param>
/// <param name="Number">The number (inode) of its folder, which no other process has had; 0 where that is not known.</param>
internal readonly record struct ListedProcess(int Id, ulong Number);
