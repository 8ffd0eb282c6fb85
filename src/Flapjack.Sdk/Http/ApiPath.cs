using System.Runtime.CompilerServices;
using System.Text;
using Flapjack.Sdk.Json;

namespace Flapjack.Sdk.Http;

/// <summary>A path of the API in which every interpolated value has been escaped as one segment.</summary>
[InterpolatedStringHandler]
internal readonly ref struct ApiPath(int literalLength, int formattedCount)
{
    private readonly StringBuilder _path = new(literalLength + (40 * formattedCount));

    public void AppendLiteral(string literal) => _path.Append(literal);

    /// <exception cref="ArgumentException">The value can't be sent as it is.</exception>
    public void AppendFormatted(string segment, [CallerArgumentExpression(nameof(segment))] string parameter = "")
    {
        OutgoingText.Check(segment, parameter, parameter);
        _path.Append(EscapeSegment(segment));
    }

    public static string Of(ApiPath path) => path.ToString();

    public override string ToString() => _path.ToString();

    // Uri.EscapeDataString leaves dots alone, and a segment that is only dots walks up the path.
    private static string EscapeSegment(string segment) =>
        segment is "." or ".." ? segment.Replace(".", "%2E", StringComparison.Ordinal) : Uri.EscapeDataString(segment);
}
