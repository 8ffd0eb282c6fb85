using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>A tool that the caller runs.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Description">What the model is told of it.</param>
/// <param name="Parameters">The JSON schema of its arguments.</param>
internal sealed record ClientTool(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("description")] string Description,
    [property: JsonPropertyName("parameters")] JsonElement Parameters);
