namespace AgentComputer.ReferenceBackend.Tests.Resources.Every;

/// <summary>How a thing of one kind is made.</summary>
/// <param name="Parameter">The name that the thing's id has in paths, for example <c>ssh_key_id</c>.</param>
/// <param name="MakeAsync">Makes a thing in the workspace of the world, and returns its id.</param>
internal sealed record ThingCase(string Parameter, Func<WorkspaceWorld, Task<string>> MakeAsync)
{
    /// <summary>Whether every workspace has the same things of this kind.</summary>
    public bool IsShared { get; init; }
}
