namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>
/// The catalogue of skills in the order of its keys. A page ends with a key and the next page begins behind it, so pages lose and repeat nothing, also
/// if the backend starts again with another catalogue in between.
/// </summary>
internal sealed class SkillIndex
{
    // The option that the entries come from.
    private const string Option = "SkillCatalog";

    private readonly string[] _keys;
    private readonly SkillCatalogEntry[] _entries;

    /// <exception cref="ArgumentException">An entry has no name or no reference, or two entries have the same key.</exception>
    public SkillIndex(IEnumerable<SkillCatalogEntry> entries)
    {
        _entries = [.. entries.Select(Checked).OrderBy(entry => entry.Key, StringComparer.Ordinal)];
        _keys = Array.ConvertAll(_entries, entry => entry.Key);
        for (var at = 1; at < _keys.Length; at++)
        {
            if (_keys[at] == _keys[at - 1])
            {
                throw new ArgumentException($"Two entries of the catalogue of skills have the key '{_keys[at]}'.", Option);
            }
        }
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
            var at = Array.BinarySearch(_keys, skill.Key, StringComparer.Ordinal);
            // A skill with the same reference from another address is another skill.
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

    private static SkillCatalogEntry Checked(SkillCatalogEntry entry) =>
        entry is { Name.Length: > 0, SourceRef.Length: > 0, Description: not null, Tags: not null } && SkillBody.Sources.Contains(entry.Source.Value)
            ? entry
            : throw new ArgumentException(
                $"An entry of the catalogue of skills needs a Source ({string.Join(", ", SkillBody.Sources)}), a SourceRef and a Name, and its Description and Tags must not be null.",
                Option);
}
