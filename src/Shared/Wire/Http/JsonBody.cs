using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Shared.Wire.Json;

namespace Shared.Wire.Http;

/// <summary>The JSON body of a request. <c>Of</c> is the only way to make a body, and it checks every text in the body.</summary>
internal sealed class JsonBody
{
    private JsonBody(byte[] utf8) => Utf8 = utf8;

    public byte[] Utf8 { get; }

    /// <param name="value">What to send.</param>
    /// <param name="type">Its type on the wire.</param>
    /// <param name="parameter">The parameter of the public method that the value came through; by default, the expression in the call.</param>
    /// <exception cref="ArgumentNullException">There is no value.</exception>
    /// <exception cref="ArgumentException">A text in it can't be sent as it is; the message names its field.</exception>
    public static JsonBody Of<T>(T value, JsonTypeInfo<T> type, [CallerArgumentExpression(nameof(value))] string parameter = "") where T : class
    {
        ArgumentNullException.ThrowIfNull(value, parameter);
        OutgoingText.CheckAll(value, type, parameter);
        return new(JsonSerializer.SerializeToUtf8Bytes(value, type));
    }

    /// <summary>JSON that the caller wrote, sent as it is.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="parameter">The parameter of the public method that the JSON came through; by default, the expression in the call.</param>
    /// <exception cref="ArgumentException">There is no JSON, or a text in it can't be sent as it is.</exception>
    public static JsonBody Of(JsonElement json, [CallerArgumentExpression(nameof(json))] string parameter = "")
    {
        if (json.ValueKind == JsonValueKind.Undefined)
        {
            throw new ArgumentException("This JsonElement is the default value, which is no JSON.", parameter);
        }

        OutgoingText.CheckAll(json, parameter);
        return new(JsonMarshal.GetRawUtf8Value(json).ToArray());
    }
}
