using System.Text.Json;

namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>A model's call of a tool.</summary>
/// <param name="Id">The call's id; unique in its thread.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The arguments: always a JSON object, which nobody has compared with the tool's schema.</param>
internal sealed record AgentToolCall(string Id, string Name, JsonElement Arguments);
