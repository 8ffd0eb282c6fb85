namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>
/// The catalogue of skills in the order of its keys. A page ends with a key and the next page begins behind it, so pages lose and repeat nothing, also
/// if the backend starts again with another catalogue in between.
/// </summary>
internal sealed class SkillIndex
{
    private readonly string[] _keys;
    private readonly SkillCatalogEntry[] _entries;

    /// <param name="entries">The entries, in which <see cref="FaultOf"/> finds nothing wrong.</param>
    public SkillIndex(IEnumerable<SkillCatalogEntry> entries)
    {
        _entries = [.. entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)];
        _keys = Array.ConvertAll(_entries, entry => entry.Key);
    }

    /// <summary>What is wrong with the entries of a catalogue: a sentence; null if nothing is wrong.</summary>
    public static string? FaultOf(IReadOnlyList<SkillCatalogEntry> entries)
    {
        if (!entries.All(IsWhole))
        {
            return $"An entry of the catalogue of skills needs a Source ({string.Join(", ", SkillBody.Sources)}), a SourceRef and a Name, and its Description and Tags must not be null.";
        }

        return entries.CountBy(entry => entry.Key, StringComparer.Ordinal).FirstOrDefault(key => key.Value > 1).Key is { } twice
            ? $"Two entries of the catalogue of skills have the key '{twice}'."
            : null;
    }

    /// <summary>A page, and the key that it ends with if there is a further page.</summary>
    public (IReadOnlyList<SkillCatalogEntry> Entries, string? Last) Page(SkillQuery query)
    {
        // One entry more than the page has tells whether there is a further page.
        var found = _entries.Skip(query.After is null ? 0 : PlaceBehind(query.After)).Where(query.Matches).Take(query.Limit + 1).ToList();
        return found.Count <= query.Limit ? (found, null) : (found[..query.Limit], found[query.Limit - 1].Key);
    }

    /// <summary>The entry of a skill; null if the catalogue has none. Without a reference, the address of the source finds the entry if no other entry has it.</summary>
    public SkillCatalogEntry? Find(SkillDocument skill)
    {
        if (skill.SourceRef is not null)
        {
            var at = Array.BinarySearch(_keys, $"{skill.Source}:{skill.SourceRef}", StringComparer.Ordinal);
            // The same reference at another address is another skill.
            return at >= 0 && (skill.SourceUrl is null || skill.SourceUrl == _entries[at].SourceUrl) ? _entries[at] : null;
        }

        var same = _entries.Where(entry => entry.Source.Value == skill.Source && entry.SourceUrl == skill.SourceUrl).Take(2).ToList();
        return same is [var only] ? only : null;
    }

    private int PlaceBehind(string key)
    {
        var at = Array.BinarySearch(_keys, key, StringComparer.Ordinal);
        return at >= 0 ? at + 1 : ~at;
    }

    private static bool IsWhole(SkillCatalogEntry? entry) =>
        entry is { Name.Length: > 0, SourceRef.Length: > 0, Description: not null, Tags: not null } && SkillBody.Sources.Contains(entry.Source.Value);
}
