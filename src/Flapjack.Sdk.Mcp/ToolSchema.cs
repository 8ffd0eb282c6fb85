using System.Text.Json;
using System.Text.Json.Nodes;

namespace Flapjack.Sdk.Mcp;

/// <summary>The schema of a tool whose calls name an agent.</summary>
internal static class ToolSchema
{
    public const string AgentId = "agentId";

    /// <summary>The schema with the agent as its first argument.</summary>
    public static JsonElement WithAgent(JsonElement schema)
    {
        var changed = JsonObject.Create(schema.Clone())!;
        var arguments = new JsonObject { [AgentId] = new JsonObject { ["type"] = "string", ["description"] = "The id of the agent whose computer it is, a UUID." } };
        foreach (var argument in changed["properties"]?.AsObject() ?? [])
        {
            arguments[argument.Key] = argument.Value?.DeepClone();
        }

        changed["properties"] = arguments;
        changed["required"] = new JsonArray([AgentId, .. (changed["required"]?.AsArray() ?? []).Select(name => name?.DeepClone())]);
        return JsonElement.Parse(changed.ToJsonString());
    }
}
