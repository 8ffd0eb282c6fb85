using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Agents;
using Shared.Hosting.Bodies;

namespace Flapjack.ReferenceBackend.Api.Bodies;

/// <summary>Reads and checks the bodies of <c>POST /api/agents</c> and <c>PATCH /api/agents/{agentId}</c>, and the query of <c>GET /api/agents</c>.</summary>
internal static class AgentBody
{
    private const int MaxName = 200;

    public static (AgentDocument Document, string? OrgId) Create(BodyReader body) => (
        new()
        {
            Name = Name(body),
            Description = Description(body),
            StablePreamble = StablePreamble(body),
            DefaultModel = body.Text("defaultModel", "INVALID_DEFAULT_MODEL") is null ? AgentDocument.DefaultModelId : DefaultModel(body),
        },
        body.Uuid("orgId", "INVALID_ORG_ID"));

    /// <summary>The fields that were sent. Null empties a field; a name and a model can't be emptied.</summary>
    public static JsonObject Patch(BodyReader body) => body.Sent(
        ("name", Name),
        ("description", Description),
        ("stablePreamble", StablePreamble),
        ("defaultModel", DefaultModel),
        ("toolProfiles", read => read.JsonObject("toolProfiles", "INVALID_TOOL_PROFILES")),
        ("defaultProfile", read => read.Text("defaultProfile", "INVALID_DEFAULT_PROFILE", MaxName)),
        ("projectId", read => read.Uuid("projectId", "INVALID_PROJECT_ID")));

    /// <summary>The organization whose agents are asked for; null for the caller's own.</summary>
    public static string? ListedOrg(QueryReader query) => query.Uuid("orgId", "INVALID_ORG_ID");

    private static string Name(BodyReader body) => body.RequiredText("name", "INVALID_NAME", MaxName);

    private static string? Description(BodyReader body) => body.Text("description", "INVALID_DESCRIPTION");

    private static string? StablePreamble(BodyReader body) => body.Text("stablePreamble", "INVALID_STABLE_PREAMBLE");

    // New models appear without a new version of the backend, so any name is accepted.
    private static string DefaultModel(BodyReader body) => body.RequiredText("defaultModel", "INVALID_DEFAULT_MODEL", MaxName);
}
