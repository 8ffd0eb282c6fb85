using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>Reads and checks the body of <c>POST /api/skills</c>.</summary>
internal static class SkillBody
{
    private const int MaxSource = 2_048;

    /// <summary>What a skill can be made of. The service reserves a fourth value, <c>custom</c>, for skills that are written in its dashboard.</summary>
    public static readonly IReadOnlyList<string> Sources = [SkillDocument.SkillMd, SkillDocument.OpenApiAction, SkillDocument.McpRegistry];

    public static SkillDocument Install(BodyReader body)
    {
        var skill = new SkillDocument
        {
            Source = body.RequiredOneOf("source", "INVALID_SOURCE", Sources),
            SourceUrl = NotBlank(body.Text("sourceUrl", "INVALID_SOURCE_URL", MaxSource)),
            SourceRef = NotBlank(body.Text("sourceRef", "INVALID_SOURCE_REF", MaxSource)),
        };
        if ((skill.SourceRef ?? skill.SourceUrl) is null)
        {
            throw Refusal.Invalid("INVALID_SOURCE_URL", "sourceUrl or sourceRef is required; they say which skill to install.");
        }

        // The url is shown to everybody in the organization.
        return Uri.TryCreate(skill.SourceUrl, UriKind.Absolute, out var url) && url.UserInfo.Length > 0
            ? throw Refusal.Invalid("INVALID_SOURCE_URL", "sourceUrl must not carry a user name or password.")
            : skill;
    }

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
