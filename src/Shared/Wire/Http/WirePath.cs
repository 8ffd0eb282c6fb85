using System.Runtime.CompilerServices;
using System.Text;
using Shared.Wire.Json;

namespace Shared.Wire.Http;

/// <summary>
/// The path of a request, and its query. It is made from an interpolated string, <c>WirePath path = $"/v1/things/{id}"</c>, so that each value in it is
/// one escaped segment: no value can lead to another path. Only <see cref="OfCaller"/> takes a whole path, which it checks.
/// </summary>
[InterpolatedStringHandler]
internal sealed class WirePath(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (40 * formattedCount));

    private List<Segment>? _segments;
    private bool _hasQuery;
    private bool _isOfCaller;
    private string? _secret;

    public bool HasSecret => _secret is not null;

    /// <summary>The path without its query and without a secret, for messages.</summary>
    public string WithoutQuery => (_secret is null ? ToString() : ToString().Replace($"/{_secret}", "/[hidden]", StringComparison.Ordinal)).Split('?')[0];

    /// <summary>The path with the names of its values in place of the values, for telemetry: <c>/v1/things/{thingId}</c>. Null if the caller wrote the path.</summary>
    public string? Template
    {
        get
        {
            if (_isOfCaller)
            {
                return null;
            }

            var text = new StringBuilder(ToString());
            foreach (var (start, length, name) in Enumerable.Reverse(_segments ?? []))
            {
                text.Remove(start, length).Insert(start, $"{{{name}}}");
            }

            return text.ToString().Split('?')[0];
        }
    }

    /// <summary>The values in the path, unescaped, with their names; without a secret.</summary>
    public IEnumerable<(string Name, string Value)> Values =>
        from segment in _segments ?? []
        let value = _text.ToString(segment.Start, segment.Length)
        where value != _secret
        select (segment.Name, Uri.UnescapeDataString(value));

    /// <summary>The path itself, where nothing else tells the compiler that the interpolated string is a path.</summary>
    public static WirePath Of(WirePath path) => path;

    /// <summary>A path that the caller of the public method wrote as a whole.</summary>
    /// <param name="path">The path, with its query if it has one; escaped already.</param>
    /// <param name="prefix">What it must begin with, for example <c>/v1/</c>.</param>
    /// <param name="parameter">The path as the caller writes it: the parameter of the public method.</param>
    /// <exception cref="ArgumentException">The path could lead to another place, or can't be sent as it is.</exception>
    public static WirePath OfCaller(string path, string prefix, [CallerArgumentExpression(nameof(path))] string parameter = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path, parameter);
        CallersPath.Check(path, prefix, parameter);
        var made = new WirePath(path.Length, 0) { _isOfCaller = true, _hasQuery = path.Contains('?', StringComparison.Ordinal) };
        made.AppendLiteral(path);
        return made;
    }

    /// <summary>For the compiler: adds what stands literally in the interpolated string.</summary>
    public void AppendLiteral(string literal) => _text.Append(literal);

    /// <summary>For the compiler: adds a value as one segment.</summary>
    /// <param name="segment">The value.</param>
    /// <param name="parameter">The value as it stands in the interpolated string: the parameter of the public method.</param>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    /// <exception cref="ArgumentException">The value is empty, blank, or holds half a character.</exception>
    public void AppendFormatted(string segment, [CallerArgumentExpression(nameof(segment))] string parameter = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(segment, parameter);
        OutgoingText.Check(segment, parameter, parameter);
        var escaped = EscapeSegment(segment);
        // The parameter may be written as request.ThingId.
        (_segments ??= []).Add(new(_text.Length, escaped.Length, parameter[(parameter.LastIndexOf('.') + 1)..]));
        _text.Append(escaped);
    }

    /// <summary>For the compiler: continues another path.</summary>
    /// <param name="path">The beginning, whose segments are escaped already.</param>
    public void AppendFormatted(WirePath path)
    {
        if (path._segments is { } segments)
        {
            (_segments ??= []).AddRange(segments.Select(segment => segment with { Start = _text.Length + segment.Start }));
        }

        _text.Append(path._text);
        _hasQuery |= path._hasQuery;
        _isOfCaller |= path._isOfCaller;
        _secret ??= path._secret;
    }

    /// <summary>The same path with one more segment, which no message shows. A path has one such segment at most.</summary>
    /// <param name="segment">The value.</param>
    /// <param name="parameter">The value as the caller writes it: the parameter of the public method.</param>
    /// <exception cref="ArgumentException">The value is empty, blank, or holds half a character.</exception>
    public WirePath Secret(string segment, [CallerArgumentExpression(nameof(segment))] string parameter = "")
    {
        var longer = Of($"{this}/");
        longer.AppendFormatted(segment, parameter);
        longer._secret = EscapeSegment(segment);
        return longer;
    }

    /// <summary>The same path with one more field in its query.</summary>
    /// <param name="name">The field's name on the wire.</param>
    /// <param name="value">Its value; null leaves the field out, an empty value is sent.</param>
    /// <param name="parameter">The value as the caller writes it: the parameter of the public method.</param>
    /// <exception cref="ArgumentException">The value holds half a character.</exception>
    public WirePath Query(string name, string? value, [CallerArgumentExpression(nameof(value))] string parameter = "")
    {
        if (value is null)
        {
            return this;
        }

        OutgoingText.Check(value, parameter, parameter);
        var longer = Of($"{this}");
        longer._text.Append(_hasQuery ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        longer._hasQuery = true;
        return longer;
    }

    public override string ToString() => _text.ToString();

    // Uri.EscapeDataString leaves dots alone, and a segment that is only dots walks up the path.
    private static string EscapeSegment(string segment) =>
        segment is "." or ".." ? segment.Replace(".", "%2E", StringComparison.Ordinal) : Uri.EscapeDataString(segment);

    /// <summary>A value in the path.</summary>
    private readonly record struct Segment(int Start, int Length, string Name);
}
