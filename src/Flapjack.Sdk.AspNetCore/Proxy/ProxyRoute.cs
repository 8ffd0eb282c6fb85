using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Flapjack.Sdk.AspNetCore.FlapjackProxyOperation;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>One method and path of the API that the proxy serves. It serves nothing that is not in the list.</summary>
internal sealed record ProxyRoute(FlapjackProxyOperation Operation, string Method, string Pattern)
{
    private const string Agent = "/api/agents/{agentId}";
    private const string Thread = "/api/threads/{threadId}";

    public static IReadOnlyList<ProxyRoute> All { get; } =
    [
        new(ListAgents, HttpMethods.Get, "/api/agents"),
        new(CreateAgentFromTemplate, HttpMethods.Post, "/api/agents/from-template"),
        new(DeleteAgent, HttpMethods.Delete, Agent),
        new(GetComputerConfig, HttpMethods.Get, Agent + "/computer"),
        new(UpdateComputerConfig, HttpMethods.Put, Agent + "/computer"),
        new(GetComputerInstances, HttpMethods.Get, Agent + "/computer-instances"),
        new(GetComputerStatus, HttpMethods.Get, Agent + "/computer/status"),
        new(StreamBootstrap, HttpMethods.Get, Agent + "/computer/bootstrap/stream") { Streams = true },
        new(ExecComputer, HttpMethods.Post, Agent + "/computer/exec") { Streams = true },
        new(ResumeExec, HttpMethods.Get, Agent + "/computer/exec/{execId}") { Streams = true },
        new(StopExec, HttpMethods.Delete, Agent + "/computer/exec/{execId}"),
        new(StopExec, HttpMethods.Delete, Agent + "/computer/exec"),
        new(CreateThread, HttpMethods.Post, "/api/threads"),
        new(SendMessage, HttpMethods.Post, Thread + "/messages") { Streams = true },
        new(StopThread, HttpMethods.Post, Thread + "/stop"),
        new(ResumeMessage, HttpMethods.Get, Thread + "/messages/{turnId}/events") { Streams = true },
        new(StopMessage, HttpMethods.Delete, Thread + "/messages/{turnId}"),
        new(StopMessage, HttpMethods.Delete, Thread + "/messages"),
        // A client whose stream broke before it knew what the server can do asks this, because it costs nothing and changes nothing.
        new(ListThreadParticipants, HttpMethods.Get, Thread + "/participants"),
    ];

    /// <summary>Whether the answer may last longer than the app's time limits for its pages.</summary>
    public bool Streams { get; private init; }

    /// <summary>The path at the service. It is made from the route and its values, and never from the text of the request line.</summary>
    /// <exception cref="ProxyRefusal">A server on the way could take a value for another path.</exception>
    public string PathOf(RouteValueDictionary values)
    {
        var path = new StringBuilder();
        foreach (var segment in Pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            path.Append('/').Append(segment[0] == '{' ? Escape((string)values[segment[1..^1]]!) : segment);
        }

        return path.ToString();
    }

    // A slash that is escaped once is harmless, but not for a server that unescapes twice; routing itself leaves %2F as it is. No id holds any of these characters.
    private static string Escape(string id) => id is "." or ".." || id.Any(c => c is '/' or '\\' or '%' || char.IsControl(c))
        ? throw new ProxyRefusal(StatusCodes.Status400BadRequest, "INVALID_ID", "An id in the path holds characters that no id has.")
        : Uri.EscapeDataString(id);
}
