using Architecture.Tests.Sources;

namespace Architecture.Tests;

/// <summary>The floors of each project, the ground floor first. A folder may use those of the floors below it.</summary>
internal static class Floors
{
    private static readonly string[][] ClientFloors =
    [
        ["Shared/Wire/Errors", "Shared/Wire/Json"],
        ["Json"],
        ["Errors"],
        ["Shared/Wire/Http"],
        ["Shared/Wire/Streaming"],
        ["Uploads", "Wire"],
        ["Quotas"],
        ["Settings"],
        // FlapjackClient itself; each resource adds its methods to it.
        [SourceProject.Top],
        // The property Of puts the resources in place of this empty floor.
        [],
        // Stands on the methods that the resources add to FlapjackClient.
        ["ChatSessions"],
        ["DependencyInjection"],
    ];

    /// <summary>The folders of one floor don't use each other, but may use each other's records.</summary>
    public static readonly IReadOnlyDictionary<string, string[][]> Of = new Dictionary<string, string[][]>
    {
        ["Flapjack.Sdk"] = [.. ClientFloors.Select(floor => floor.Length > 0 ? floor : ResourcesOfTheClient())],
        ["Flapjack.Sdk.AspNetCore"] =
        [
            ["Shared/Wire/Http"],
            [SourceProject.Top],
            ["Credentials", "HealthChecks", "Proxy", "Webhooks"],
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
            ["Shared/Hosting/Json", "Shared/Hosting/Refusals", "Shared/Hosting/Streams", "Shared/Hosting/Transport", "Shared/Wire/Http"],
            ["Shared/Hosting/Bodies", "Shared/Hosting/Envelopes", "Shared/Hosting/Faults"],
            ["Shared/Hosting/Routing"],
            ["Shared/Hosting/OpenApi"],
            ["Shared/Hosting"],
            ["Naming", "Words"],
            ["Sse", "Faults"],
            ["Audit", "Orgs", "Search", "Secrets", "Usage"],
            ["Traces"],
            ["Auth", "Limits", "Webhooks"],
            ["Agents"],
            ["Api"],
            // What a tool of an agent and what a model is, then what gives agents tools and answers, then the turns that use both.
            ["Chat/Models", "Chat/Threads", "Chat/Tools"],
            ["Chat/Computers", "Chat/Credentials", "Chat/Memory", "Chat/Scripted", "Chat/Web"],
            ["Chat/Turns"],
            // Runners run steps, in which agents answer. The kinds of steps, then what runs them, then what starts runs.
            ["Runs/Mapping"],
            ["Runs/Steps"],
            ["Runs"],
            ["Runs/Triggers"],
            // Works on code sessions.
            ["Coding"],
            // Each resource in a folder of its own; none uses another.
            ResourcesOf("Flapjack.ReferenceBackend"),
            [SourceProject.Top],
        ],
    };

    public static TheoryData<string> Projects => [.. Of.Keys];

    /// <summary>A folder of the client that has no floor of its own is a resource.</summary>
    private static string[] ResourcesOfTheClient() =>
    [
        .. Directory.EnumerateDirectories(Repository.PathTo("src", "Flapjack.Sdk")).Select(folder => Path.GetFileName(folder))
            .Except(ClientFloors.SelectMany(floor => floor)).Except(["bin", "obj"]),
    ];

    /// <summary>The folders of the resources of a backend: each folder under <c>Resources</c>.</summary>
    private static string[] ResourcesOf(string backend) =>
        [.. Directory.EnumerateDirectories(Repository.PathTo("src", backend, "Resources")).Select(folder => $"Resources/{Path.GetFileName(folder)}")];
}
