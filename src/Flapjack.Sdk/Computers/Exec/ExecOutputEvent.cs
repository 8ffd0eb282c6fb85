using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A piece of the command's output, as it came; where it is cut says nothing.</summary>
/// <remarks><c>POST /api/agents/{agentId}/computer/exec</c>, events <c>stdout</c> and <c>stderr</c>.</remarks>
public abstract record ExecOutputEvent : ComputerExecEvent
{
    /// <summary>The text.</summary>
    [JsonPropertyName("chunk")]
    public string Chunk { get => field ?? ""; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
