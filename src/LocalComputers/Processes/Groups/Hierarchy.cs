namespace LocalComputers.Processes.Groups;

/// <summary>A group in one hierarchy of control groups.</summary>
/// <param name="Directory">The group.</param>
/// <param name="Own">The group that this process itself is in, if the hierarchy is one of v1; null for v2.</param>
internal sealed record Hierarchy(string Directory, string? Own)
{
    public bool IsV2 => Own is null;

    /// <summary>
    /// What joins the group. v1: "tasks" takes the one thread there is; "cgroup.procs" would halt every fork on the machine for a moment. v2 has only that.
    /// </summary>
    public string JoinFile => FileOf(Directory);

    /// <summary>What takes a thread back to where this process is; null for v2, whose groups a thread can't visit.</summary>
    public string? WayBack => Own is null ? null : FileOf(Own);

    public Hierarchy Below(string name) => this with { Directory = Path.Combine(Directory, name) };

    private string FileOf(string group) => Path.Combine(group, IsV2 ? "cgroup.procs" : "tasks");
}
