namespace AgentComputer.ReferenceBackend.Tests.Resources.Every;

/// <summary>The cases of all resources.</summary>
internal static class ResourceCatalog
{
    private static readonly IReadOnlyList<IResourceCases> Cases =
    [
        .. typeof(IResourceCases).Assembly.GetTypes()
            .Where(type => type is { IsInterface: false, IsAbstract: false } && type.IsAssignableTo(typeof(IResourceCases)))
            .Select(type => (IResourceCases)Activator.CreateInstance(type)!),
    ];

    public static IReadOnlyList<ThingCase> Things { get; } = [.. Cases.SelectMany(cases => cases.Things)];

    public static IReadOnlyList<WriteCase> Writes { get; } = [.. Cases.SelectMany(cases => cases.Writes)];

    public static ThingCase ThingOf(string parameter) =>
        Things.SingleOrDefault(thing => thing.Parameter == parameter)
        ?? throw new InvalidOperationException($"No IResourceCases says how the thing of '{{{parameter}}}' is made.");
}
