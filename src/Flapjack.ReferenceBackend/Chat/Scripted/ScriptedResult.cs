using System.Text.Json;

namespace Flapjack.ReferenceBackend;

/// <summary>What a tool answered to a call of a <see cref="ScriptedChatModel"/>.</summary>
/// <param name="CallId">The call's id.</param>
/// <param name="Tool">The tool's name; empty if the conversation does not hold the call.</param>
/// <param name="Value">The result as JSON; null as JSON if the call was not answered.</param>
public sealed record ScriptedResult(string CallId, string Tool, JsonElement Value)
{
    /// <summary>The result as text: the text itself if it is a string, else JSON; empty if the call was not answered.</summary>
    public string Text => Value.ValueKind switch
    {
        JsonValueKind.String => Value.GetString()!,
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => Value.GetRawText(),
    };
}
