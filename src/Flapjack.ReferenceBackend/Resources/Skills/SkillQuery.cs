using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>Which part of the catalogue a caller asks for.</summary>
/// <param name="Text">What the name, the description or a tag must contain; null for everything.</param>
/// <param name="Source">What the skills must be made of; null for everything.</param>
/// <param name="Limit">How many entries at most.</param>
/// <param name="After">The key that the page before this page ended with; null for the first page.</param>
internal sealed record SkillQuery(string? Text, string? Source, int Limit, string? After)
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 50;

    public static SkillQuery Read(QueryReader query) => new(
        query.Text("q", "INVALID_Q"),
        query.OneOf("source", "INVALID_SOURCE", SkillBody.Sources),
        query.WholeNumber("limit", "INVALID_LIMIT", 1, MaxLimit) ?? DefaultLimit,
        query.Text("cursor", "INVALID_CURSOR") is { } cursor ? KeyOf(cursor) : null);

    public bool Matches(SkillCatalogEntry entry) =>
        (Source is null || entry.Source.Value == Source)
        && (Text is null || Contains(entry.Name) || Contains(entry.Description) || entry.Tags.Any(Contains));

    /// <summary>The cursor of the page behind the page that ends with this key.</summary>
    public static string CursorOf(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));

    private static string KeyOf(string cursor)
    {
        byte[] key;
        try
        {
            key = Base64Url.DecodeFromChars(cursor);
        }
        catch (FormatException)
        {
            throw Malformed();
        }

        return Utf8.IsValid(key) ? Encoding.UTF8.GetString(key) : throw Malformed();
    }

    private bool Contains(string text) => text.Contains(Text!, StringComparison.OrdinalIgnoreCase);

    private static Refusal Malformed() => Refusal.Invalid("INVALID_CURSOR", "cursor must be the nextCursor of an earlier answer.");
}
