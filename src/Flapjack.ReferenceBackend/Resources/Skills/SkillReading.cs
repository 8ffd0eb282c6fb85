using System.Text;
using System.Text.Unicode;
using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>What came of reading the source of a skill.</summary>
/// <param name="Content">What stands in the source; null if nothing was read.</param>
/// <param name="Error">Why the source could not be read: a sentence; null if it was, or if there is nothing to read.</param>
internal sealed record SkillReading(string? Content, string? Error)
{
    /// <summary>How large a <c>SKILL.md</c> may be, in bytes. All of it goes into the prompt.</summary>
    public const int MaxSkillMd = 64 * 1024;

    /// <summary>How large an OpenAPI document may be, in bytes.</summary>
    public const int MaxOpenApi = 1024 * 1024;

    /// <summary>How large the content of a skill may be, in bytes.</summary>
    public static int LimitOf(string source) => source == SkillDocument.SkillMd ? MaxSkillMd : MaxOpenApi;

    public static SkillReading Failed(string error) => new(null, error);

    /// <summary>Takes what was read, if it is a text that a skill can have.</summary>
    /// <param name="source">What the skill is made of.</param>
    /// <param name="bytes">The beginning of what stands in the source, of which no more than one byte above the limit is needed.</param>
    public static SkillReading Of(string source, ReadOnlySpan<byte> bytes) =>
        bytes.Length > LimitOf(source) ? Failed($"The content of the skill is larger than {LimitOf(source)} bytes.")
        : !Utf8.IsValid(bytes) || bytes.Contains((byte)0) ? Failed("The content of the skill is no text in UTF-8.")
        : Encoding.UTF8.GetString(bytes) is var text && string.IsNullOrWhiteSpace(text.TrimStart('\uFEFF')) ? Failed("The content of the skill is empty.")
        : source == SkillDocument.OpenApiAction && OpenApiDocument.Read(text) is null ? Failed($"The content of the skill is no OpenAPI document of version 3 in JSON, {ForeignJson.Rule}.")
        : new(text, null);
}
