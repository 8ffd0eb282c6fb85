using Architecture.Tests.Sources;

namespace Architecture.Tests;

/// <summary>The floors of each project, the ground floor first. A folder may use those of the floors below it.</summary>
internal static class Floors
{
    /// <summary>The folders of one floor don't use each other, but may use each other's records.</summary>
    public static readonly IReadOnlyDictionary<string, string[][]> Of = new Dictionary<string, string[][]>
    {
        ["Flapjack.Sdk"] =
        [
            ["Json"],
            ["Errors"],
            ["Http"],
            ["Streaming"],
            ["Quotas"],
            ["Settings"],
            // FlapjackClient itself; each resource adds its methods to it.
            [SourceProject.Top],
            ["Agents", "Chat", "Computers", "Projects", "Webhooks"],
            ["DependencyInjection"],
        ],
        ["Flapjack.Sdk.AspNetCore"] =
        [
            [SourceProject.Top],
            ["HealthChecks", "Proxy", "Webhooks"],
        ],
        // The engine.
        ["LocalComputers"] =
        [
            [SourceProject.Top],
            ["Files"],
            ["Processes", "Storage"],
            ["Isolation", "Journals"],
            ["Shells"],
            ["Computers"],
        ],
        ["Flapjack.ReferenceBackend"] =
        [
            ["Transport", "Refusals"],
            ["Naming", "Words"],
            ["Sse", "Faults"],
            ["Audit", "Orgs"],
            ["Auth", "Limits", "Webhooks"],
            ["Agents"],
            ["Api"],
            // Each resource in a folder of its own; none uses another.
            ["Resources/Projects"],
            [SourceProject.Top],
        ],
    };

    public static TheoryData<string> Projects => [.. Of.Keys];
}
