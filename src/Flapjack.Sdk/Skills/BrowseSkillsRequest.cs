namespace Flapjack.Sdk;

/// <summary>Which entries of the catalogue of skills to show. A property that is null does not restrict them.</summary>
/// <remarks><c>GET /api/skills/browse</c></remarks>
public record BrowseSkillsRequest
{
    /// <summary>The text to search for (<c>q</c>).</summary>
    public string? Query { get; init; }

    /// <summary>Only skills of this source (<c>source</c>).</summary>
    public SkillSource? Source { get; init; }

    /// <summary>How many entries of each source a page has at most, 1 to 50 (<c>limit</c>); null for the service's default of 20.</summary>
    public int? Limit { get; init; }
}
