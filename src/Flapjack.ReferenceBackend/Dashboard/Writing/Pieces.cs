using System.Globalization;

namespace Flapjack.ReferenceBackend.Dashboard.Writing;

/// <summary>What several pages show in the same way.</summary>
internal static class Pieces
{
    private const string Unknown = "–";

    /// <summary>A status. The word says it; the colour only repeats it.</summary>
    /// <param name="word">The word.</param>
    /// <param name="mood">How it is coloured: <c>good</c>, <c>bad</c>, <c>moving</c>, or empty for none of these.</param>
    public static Html Pill(string word, string mood) => $"""<span class="pill" data-mood="{mood}">{word}</span>""";

    public static Html ComputerPill(string? phase) => Pill(phase ?? "no computer", phase switch
    {
        "ready" => "good",
        "error" or "destroyed" => "bad",
        "bootstrapping" or "waking" => "moving",
        _ => "",
    });

    /// <summary>A moment, in UTC and to the millisecond.</summary>
    public static Html Time(DateTimeOffset? at)
    {
        if (at is not { } time)
        {
            return $"{Unknown}";
        }

        var machine = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return $"""<time datetime="{machine}">{time.UtcDateTime.ToString("d MMM HH:mm:ss.fff", CultureInfo.InvariantCulture)}</time>""";
    }

    public static string Duration(TimeSpan? duration) => duration switch
    {
        null => Unknown,
        { TotalSeconds: < 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { } time => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMinutes} min {time.Seconds} s"),
    };

    public static string Size(long? bytes) => bytes switch
    {
        null => Unknown,
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
        < 1024L * 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024 * 1024):0.0} GiB"),
    };

    /// <summary>An id, short enough for a table; all of it is in its title.</summary>
    /// <remarks>The ids of agents and traces begin with a time, so their ends tell them apart.</remarks>
    public static Html Id(string? id) => id switch
    {
        null => (Html)$"{Unknown}",
        { Length: <= 16 } => $"<code>{id}</code>",
        _ => $"""<code title="{id}">…{id[^12..]}</code>""",
    };

    public static Html Agent(string? id) => id switch
    {
        null => (Html)$"{Unknown}",
        _ => $"""<a href="/dashboard/agents/{Segment(id)}">{Id(id)}</a>""",
    };

    /// <summary>An id as a part of a path.</summary>
    public static string Segment(string id) => Uri.EscapeDataString(id);

    /// <summary>Names a text that came from outside, which must not turn the text around it.</summary>
    public static Html Name(string? name, string otherwise) => string.IsNullOrWhiteSpace(name) switch
    {
        true => (Html)$"""<span class="quiet">{otherwise}</span>""",
        false => $"<bdi>{name}</bdi>",
    };

    /// <summary>A long text in a box that can be scrolled by keyboard.</summary>
    public static Html Box(string label, string text) => $"""<pre class="box" tabindex="0" role="region" aria-label="{label}">{text}</pre>""";

    /// <summary>A section with a heading.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="heading">The heading.</param>
    /// <param name="content">What is in it. It is replaced when it has changed.</param>
    public static Html Section(string id, string heading, Html content) =>
        $"""<section aria-labelledby="{id}-title"><h2 id="{id}-title">{heading}</h2><div id="{id}" data-live>{content}</div></section>""";

    /// <summary>A table, or a sentence that says what is empty. On a narrow screen each row becomes a list of its cells with their headings.</summary>
    /// <param name="label">What it shows.</param>
    /// <param name="columns">The headings.</param>
    /// <param name="rows">The cells of each row.</param>
    /// <param name="empty">What is said if there are no rows.</param>
    /// <param name="wide">Which column has the most text, counted from 0.</param>
    public static Html Table(string label, IReadOnlyList<string> columns, IReadOnlyCollection<Html[]> rows, string empty, int wide = 0)
    {
        var lines = rows.Select(row => (Html)$"<tr>{row.Select((cell, n) => Cell(columns[n], cell, n == wide))}</tr>");
        var headings = columns.Select(column => (Html)$"""<th scope="col">{column}</th>""");
        return rows.Count == 0
            ? (Html)$"""<p class="card empty">{empty}</p>"""
            : $"""<div class="card table" tabindex="0" role="region" aria-label="{label}"><table><thead><tr>{headings}</tr></thead><tbody>{lines}</tbody></table></div>""";
    }

    private static Html Cell(string column, Html content, bool isWide) => $"""<td data-label="{column}"{Html.If(isWide, $""" class="wide" """)}><div>{content}</div></td>""";

    /// <summary>Facts in two columns.</summary>
    public static Html Facts(params ReadOnlySpan<Fact> facts)
    {
        var lines = new List<Html>();
        foreach (var fact in facts)
        {
            lines.Add($"<dt>{fact.Name}</dt><dd>{fact.Value}</dd>");
        }

        return $"""<dl class="card facts">{lines}</dl>""";
    }
}
