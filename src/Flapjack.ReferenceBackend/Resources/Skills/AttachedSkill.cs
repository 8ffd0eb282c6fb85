namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>A skill that counts in a turn.</summary>
/// <param name="Id">The id of the skill.</param>
/// <param name="Skill">The skill.</param>
/// <param name="PromptOverride">What the model is told instead of the content of the skill; null for the content.</param>
/// <param name="EncryptedCredential">The credential of the attachment; null for none.</param>
internal sealed record AttachedSkill(string Id, SkillDocument Skill, string? PromptOverride, string? EncryptedCredential)
{
    // A name that a file says of itself can be of any length, and so can the name of an entry of the catalogue.
    private const int MaxName = 200;

    /// <summary>The name, on one line.</summary>
    public string Name => SkillText.OnOneLine(Skill.Name, MaxName) ?? Id;

    // The default would print the encrypted credential.
    public override string ToString() => Name;
}
