using Architecture.Tests.Sources;

namespace Architecture.Tests;

/// <summary>The floors of each project, the ground floor first. A folder may use those of the floors below it.</summary>
internal static class Floors
{
    private static readonly string[][] ClientFloors =
    [
        ["Shared/Wire/Errors", "Shared/Wire/Json"],
        ["Json", "Diagnostics"],
        ["Errors"],
        ["Shared/Wire/Diagnostics"],
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

    private static readonly string[][] OtherClientFloors =
    [
        ["Shared/Wire/Errors", "Shared/Wire/Json"],
        ["Json"],
        ["Errors"],
        ["Shared/Wire/Diagnostics"],
        ["Shared/Wire/Http"],
        ["Shared/Connect", "Shared/Wire/Streaming"],
        ["Waits", "Wire"],
        ["Settings"],
        // AgentComputerClient itself; each resource adds its methods to it.
        [SourceProject.Top],
        // The property Of puts the resources in place of this empty floor.
        [],
        // Opens access sessions, which are a resource.
        ["Processes"],
        ["DependencyInjection"],
    ];

    /// <summary>The folders of one floor don't use each other, but may use each other's records.</summary>
    public static readonly IReadOnlyDictionary<string, string[][]> Of = new Dictionary<string, string[][]>
    {
        ["Flapjack.Sdk"] = WithResources("Flapjack.Sdk", ClientFloors),
        ["AgentComputer.Sdk"] = WithResources("AgentComputer.Sdk", OtherClientFloors),
        ["Flapjack.Sdk.AspNetCore"] =
        [
            ["Shared/Wire/Http"],
            [SourceProject.Top],
            ["Credentials", "HealthChecks", "Proxy", "Webhooks"],
        ],
        ["Flapjack.Sdk.Extensions.AI"] =
        [
            ["Json"],
            ["Chat", "Computers"],
            [SourceProject.Top],
        ],
        ["Flapjack.Sdk.Mcp"] = [[SourceProject.Top]],
        ["Flapjack.Cli"] =
        [
            ["Terminal"],
            ["Calls"],
            ["Execs", "Serving"],
            ["Webhooks"],
            ["Commands"],
            [SourceProject.Top],
        ],
        ["Flapjack.Aspire.Hosting"] = [[SourceProject.Top]],
        // The engine.
        ["LocalComputers"] =
        [
            [SourceProject.Top],
            ["Files", "Telemetry"],
            ["Processes", "Storage"],
            ["Isolation", "Journals"],
            ["Shells"],
            ["Programs"],
            ["Computers"],
        ],
        ["Flapjack.ReferenceBackend"] =
        [
            ["Shared/Hosting/Json", "Shared/Hosting/Refusals", "Shared/Hosting/Streams", "Shared/Hosting/Transport", "Shared/Wire/Http"],
            ["Shared/Hosting/Bodies", "Shared/Hosting/Envelopes", "Shared/Hosting/Faults"],
            ["Shared/Hosting/Routing"],
            ["Shared/Hosting/OpenApi"],
            ["Shared/Hosting"],
            ["Naming", "Telemetry", "Words"],
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
            // Pages for people. What all of them are made of, who may see them, and then the things that they show.
            ["Dashboard/Writing"],
            ["Dashboard/Access", "Dashboard/Files"],
            ["Dashboard/Agents"],
            ["Dashboard/Audit", "Dashboard/Chats", "Dashboard/Commands", "Dashboard/Faults", "Dashboard/Runs", "Dashboard/Traces", "Dashboard/Webhooks"],
            ["Dashboard/Computers", "Dashboard/Overview"],
            ["Dashboard"],
            [SourceProject.Top],
        ],
        ["AgentComputer.ReferenceBackend"] =
        [
            ["Shared/Hosting/Json", "Shared/Hosting/Refusals", "Shared/Hosting/Streams", "Shared/Hosting/Transport", "Shared/Wire/Http", "Shared/Connect"],
            ["Shared/Hosting/Bodies", "Shared/Hosting/Envelopes", "Shared/Hosting/Faults"],
            ["Shared/Hosting/Routing"],
            ["Shared/Hosting/OpenApi"],
            ["Shared/Hosting"],
            ["Api", "Telemetry", "Words"],
            ["Billing", "Faults", "Operations", "Sessions", "Ssh", "Usage", "Workspaces"],
            ["Auth", "Computers"],
            ["Connect", "Ports"],
            ["Access", "Ports/Proxy"],
            // Each resource in a folder of its own; none uses another.
            ResourcesOf("AgentComputer.ReferenceBackend"),
            [SourceProject.Top],
        ],
    };

    public static TheoryData<string> Projects => [.. Of.Keys];

    /// <summary>The floors of a client. A folder that has no floor of its own is a resource.</summary>
    private static string[][] WithResources(string client, string[][] floors)
    {
        string[] resources =
        [
            .. Directory.EnumerateDirectories(Repository.PathTo("src", client)).Select(folder => Path.GetFileName(folder))
                .Except(floors.SelectMany(floor => floor)).Except(["bin", "obj"]),
        ];
        return [.. floors.Select(floor => floor.Length > 0 ? floor : resources)];
    }

    /// <summary>The folders of the resources of a backend: each folder under <c>Resources</c>.</summary>
    private static string[] ResourcesOf(string backend) =>
        [.. Directory.EnumerateDirectories(Repository.PathTo("src", backend, "Resources")).Select(folder => $"Resources/{Path.GetFileName(folder)}")];
}
