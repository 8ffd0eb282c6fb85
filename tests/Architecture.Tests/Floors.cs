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
            // The sources that it links from the client.
            ["Flapjack.Sdk"],
            [SourceProject.Top],
            ["HealthChecks", "Proxy", "Webhooks"],
        ],
        ["Flapjack.ReferenceBackend"] =
        [
            ["Shared/Hosting/Json", "Shared/Hosting/Refusals", "Shared/Hosting/Streams", "Shared/Hosting/Transport"],
            ["Shared/Hosting/Bodies", "Shared/Hosting/Envelopes", "Shared/Hosting/Faults"],
            ["Shared/Hosting/Routing"],
            ["Shared/Hosting"],
            ["Files"],
            ["Processes", "Storage"],
            ["Isolation", "Journals"],
            ["Shells"],
            ["Computers"],
            ["Naming"],
            ["Sse", "Faults"],
            ["Audit", "Orgs"],
            ["Auth", "Limits", "Webhooks"],
            ["Agents"],
            ["Api"],
            // Each resource in a folder of its own; none uses another.
            ResourcesOf("Flapjack.ReferenceBackend"),
            [SourceProject.Top],
        ],
    };

    public static TheoryData<string> Projects => [.. Of.Keys];

    /// <summary>The folders of the resources of a backend: each folder under <c>Resources</c>.</summary>
    private static string[] ResourcesOf(string backend) =>
        [.. Directory.EnumerateDirectories(Repository.PathTo("src", backend, "Resources")).Select(folder => $"Resources/{Path.GetFileName(folder)}")];
}
