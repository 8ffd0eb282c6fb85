using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Secrets;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>The skills that count in a turn: the active skills that are attached to the agent, and in a run also those of the runner, each of them once.</summary>
internal sealed class AttachedSkills(TurnAttachments attachments, OrgTable<SkillDocument> skills, SecretCipher secrets)
{
    /// <summary>How many attachments are looked at. The limit is ours.</summary>
    public const int MaxSkills = 100;

    public IReadOnlyList<AttachedSkill> List(TurnScope turn) =>
    [
        .. attachments.List(turn).Take(MaxSkills)
            // A skill that was deleted meanwhile is left out.
            .SelectMany(attachment => skills.List(turn.OrgId, limit: 1, only: ("id", attachment.ItemId)).Select(skill => new AttachedSkill(
                skill.Id, skill.Document, (string?)attachment.Document["prompt_override"], (string?)attachment.Document["credential"])))
            .Where(attached => attached.Skill.Status == SkillDocument.Active),
    ];

    /// <summary>The skills of a turn that are MCP servers.</summary>
    public IEnumerable<SkillServer> Servers(TurnScope turn) => List(turn).Where(skill => skill.Skill.Source == SkillDocument.McpRegistry).Select(ServerOf);

    private SkillServer ServerOf(AttachedSkill skill)
    {
        try
        {
            return new(skill.Id, skill.Name, skill.Skill.SourceUrl ?? "", TokenOf(skill), Fault: null);
        }
        catch (SkillCredentialException e)
        {
            return new(skill.Id, skill.Name, "", Token: null, e.Message);
        }
    }

    /// <summary>
    /// What a request of the skill carries as <c>Authorization: Bearer</c>: the credential, if it is a text, or its field <c>token</c>; null if the attachment has no
    /// credential. The service does not document what a credential looks like, so this is ours.
    /// </summary>
    /// <exception cref="SkillCredentialException">The credential is nothing that can be sent, or it can't be decrypted.</exception>
    public string? TokenOf(AttachedSkill skill)
    {
        if (skill.EncryptedCredential is not { } encrypted)
        {
            return null;
        }

        using var credential = JsonDocument.Parse(Decrypted(encrypted));
        var token = credential.RootElement is { ValueKind: JsonValueKind.Object } fields && fields.TryGetProperty("token", out var field) ? field : credential.RootElement;
        return token.ValueKind == JsonValueKind.String && token.GetString() is { Length: > 0 } text && text.All(c => c is > ' ' and <= '~')
            ? text
            : throw new SkillCredentialException("The credential of the skill's attachment can't be sent: give a text of ASCII without spaces, or an object with such a text as its field token.");
    }

    private string Decrypted(string encrypted)
    {
        try
        {
            return secrets.Unprotect(TurnAttachments.CredentialPurpose, encrypted);
        }
        catch (Refusal refusal)
        {
            throw new SkillCredentialException(refusal.Message);
        }
    }
}
