using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend;

/// <summary>A call of a tool by a <see cref="ScriptedChatModel"/>.</summary>
public sealed record ScriptedCall
{
    /// <summary>A call of a tool.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="arguments">
    /// The arguments: an object whose properties they are (<c>new { orderId = 7 }</c>), or a string that is a JSON object; null for none.
    /// </param>
    /// <param name="id">The call's id; null for <c>call_1</c>, <c>call_2</c> and so on in the order of the thread's calls.</param>
    /// <exception cref="ArgumentException">The name is empty, or the arguments are not an object.</exception>
    public ScriptedCall(string tool, object? arguments = null, string? id = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tool);
        (Tool, Arguments, Id) = (tool, ObjectOf(arguments), id);
    }

    /// <summary>The tool's name.</summary>
    public string Tool { get; }

    /// <summary>The arguments; always a JSON object.</summary>
    public JsonElement Arguments { get; }

    /// <summary>The call's id; null until the model makes the call.</summary>
    public string? Id { get; init; }

    // A conversation may hold calls that other models made, whatever their names are.
    private ScriptedCall(string tool, JsonElement arguments, string id) => (Tool, Arguments, Id) = (tool, arguments, id);

    internal static ScriptedCall Of(FunctionCallContent call) => new(call.Name, JsonSerializer.SerializeToElement(call.Arguments ?? new Dictionary<string, object?>()), call.CallId);

    private static JsonElement ObjectOf(object? arguments)
    {
        JsonElement json;
        try
        {
            json = arguments switch
            {
                null => JsonElement.Parse("{}"),
                string text => JsonElement.Parse(text),
                _ => JsonSerializer.SerializeToElement(arguments),
            };
        }
        catch (JsonException broken)
        {
            throw new ArgumentException("The arguments of a call are an object, or a string that is a JSON object.", nameof(arguments), broken);
        }

        return json.ValueKind == JsonValueKind.Object
            ? json
            : throw new ArgumentException($"The arguments of a call are an object, and not a JSON {json.ValueKind}.", nameof(arguments));
    }
}
