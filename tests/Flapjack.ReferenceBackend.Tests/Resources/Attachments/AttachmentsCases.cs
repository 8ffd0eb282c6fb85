using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.Attachments;

internal sealed class AttachmentsCases : IResourceCases
{
    private const string Skill = """{"skillId":"{skillId}","promptOverride":"Be brief.","credential":{"token":"secret-of-the-skill"}}""";
    private const string Mcp = """{"mcpServerId":"{mcpServerId}","allowedTools":["search","read"]}""";

    private static readonly Dictionary<string, string?> NoCredential = new() { ["credential"] = null };

    public IEnumerable<WriteCase> Writes =>
    [
        Attach("/api/agents/{agentId}/skills", Skill) with { Shown = NoCredential },
        // Nothing lists the MCP servers and the integrations of an agent.
        Attach("/api/agents/{agentId}/mcps", Mcp) with { Read = null },
        Attach("/api/agents/{agentId}/integrations", """{"integrationId":"{integrationId}"}""") with { Read = null },
        Attach("/api/runners/{runnerId}/skills", Skill) with { Shown = NoCredential },
        Attach("/api/runners/{runnerId}/mcps", Mcp),
        Attach("/api/runners/{runnerId}/integrations", """{"integrationId":"{integrationId}","allowedTables":["orders"]}"""),
        Attach("/api/runners/{runnerId}/tools", """{"toolId":"{toolId}"}"""),
        Detach("/api/runners/{runnerId}/mcps", """{"mcpServerId":"{mcpServerId}"}"""),
        Detach("/api/runners/{runnerId}/integrations", """{"integrationId":"{integrationId}"}"""),
        Detach("/api/runners/{runnerId}/tools", """{"toolId":"{toolId}"}"""),
    ];

    // The case's agent or runner is its own, so the list has this attachment only.
    private static WriteCase Attach(string path, string body) => new("POST " + path, body) { Read = "GET " + path, Pick = (list, _) => list.EnumerateArray().Single() };

    private static WriteCase Detach(string path, string body) => new("DELETE " + path, body) { Prepare = world => world.SendAsync("POST " + path, body) };
}
