using System.Diagnostics.CodeAnalysis;

namespace Shared.Hosting.Bodies;

/// <summary>The ids of things, which are UUIDs.</summary>
internal static class Ids
{
    /// <summary>Reads an id that is written as a UUID with hyphens, in upper or lower case, and gives it in lower case, as ids are stored.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out string? id)
    {
        id = Guid.TryParseExact(text, "D", out var uuid) ? uuid.ToString() : null;
        return id is not null;
    }
}
