using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Shared.Wire.Json;

namespace Shared.Wire.Http;

/// <summary>The JSON body of a request. <see cref="Of"/> is the only way to make a body, and it checks every text in the body.</summary>
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
}
