using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.Sdk;
using Shared.Hosting.Json;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>Writes an agent with the fields that the contract gives it, in the contract's order.</summary>
internal static class AgentJson
{
    /// <summary>The whole agent.</summary>
    public static JsonObject Whole(OrgRow<AgentDocument> agent, ComputerConfig computer)
    {
        var json = OfList(agent, computer);
        json.Insert(json.IndexOf("default_model"), "stable_preamble", agent.Document.StablePreamble);
        return json;
    }

    /// <summary>An agent in a list, which shows no system prompt.</summary>
    public static JsonObject OfList(OrgRow<AgentDocument> agent, ComputerConfig computer)
    {
        var document = agent.Document;
        return new()
        {
            ["id"] = agent.Id,
            ["org_id"] = agent.OrgId,
            ["name"] = document.Name,
            ["description"] = document.Description,
            ["default_model"] = document.DefaultModel,
            ["temperature"] = document.Temperature,
            ["created_at"] = UtcTimeConverter.Text(agent.CreatedAt),
            // Nothing that is documented publishes a chat.
            ["published_chats"] = new JsonArray(),
            ["computer"] = computer.Enabled == true ? HttpContextJson.ToJson(computer) : new() { ["enabled"] = false },
            ["tool_profiles"] = document.ToolProfiles is { } profiles ? JsonNode.Parse(profiles.GetRawText()) : null,
            ["default_profile"] = document.DefaultProfile,
            ["scheduled_tasks_enabled"] = document.ScheduledTasksEnabled,
            ["runtime_provider"] = document.RuntimeProvider,
            ["project_id"] = document.ProjectId,
        };
    }

    /// <summary>The three fields of the agent in the answer of from-template.</summary>
    public static JsonObject Brief(Agent agent) => new() { ["id"] = agent.Id, ["org_id"] = agent.OrgId, ["name"] = agent.Name };
}
