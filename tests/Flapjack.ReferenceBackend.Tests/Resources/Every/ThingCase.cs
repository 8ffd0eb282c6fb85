namespace Flapjack.ReferenceBackend.Tests.Resources.Every;

/// <summary>How a thing of one kind is made.</summary>
/// <param name="Parameter">The name that the thing's id has in paths, for example <c>projectId</c>.</param>
/// <param name="MakeAsync">Makes a thing in the organization of the world, and returns its id.</param>
internal sealed record ThingCase(string Parameter, Func<OrgWorld, Task<string>> MakeAsync);
