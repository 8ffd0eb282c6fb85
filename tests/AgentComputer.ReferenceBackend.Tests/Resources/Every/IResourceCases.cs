namespace AgentComputer.ReferenceBackend.Tests.Resources.Every;

/// <summary>
/// What the theories over all routes have to know of a resource. A class that implements it is found by itself. A route without a case fails in
/// <see cref="RouteCasesTests"/>.
/// </summary>
internal interface IResourceCases
{
    /// <summary>How a thing of each kind is made.</summary>
    IEnumerable<ThingCase> Things => [];

    /// <summary>A body with every field for each route that reads a JSON body.</summary>
    IEnumerable<WriteCase> Writes => [];
}
