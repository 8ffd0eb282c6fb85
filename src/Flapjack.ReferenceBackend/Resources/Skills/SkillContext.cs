using System.Text;
using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>
/// Tells the model the skills of the turn: the text of each <c>SKILL.md</c>, or what its attachment says instead. In contrast to documents and memories, these texts
/// are instructions: the organization has installed them for that.
/// </summary>
internal sealed class SkillContext(AttachedSkills attached) : IContextSource
{
    /// <summary>How many characters the skills of a turn have together. A skill that does not fit in is left out as a whole, because half of an instruction misleads.</summary>
    public const int MaxCharacters = 128 * 1024;

    private const string Heading = "You have these skills. Follow the text of a skill whenever it fits to what you are asked.";

    public ContextPart? Find(TurnScope turn)
    {
        var text = new StringBuilder(Heading);
        var leftOut = new List<string>();
        var found = false;
        foreach (var skill in attached.List(turn))
        {
            if (TextOf(skill) is not { Length: > 0 } told)
            {
                continue;
            }

            found = true;
            if (text.Length + told.Length > MaxCharacters)
            {
                leftOut.Add(skill.Name);
                continue;
            }

            text.Append("\n\n").Append(told);
        }

        if (leftOut.Count > 0)
        {
            text.Append($"\n\nThere was no room for the texts of these skills: {string.Join(", ", leftOut)}.");
        }

        return found ? new(text.ToString(), []) : null;
    }

    private static string? TextOf(AttachedSkill skill)
    {
        // The content of the other sources is no text for the model. What an attachment says in its place is.
        var body = skill.PromptOverride ?? (skill.Skill is { Source: SkillDocument.SkillMd, Content: { } content } ? SkillText.Read(content).Body : null);
        return string.IsNullOrWhiteSpace(body) ? null : string.Join('\n', new[] { $"# Skill: {skill.Name}", SkillText.OnOneLine(skill.Skill.Description, 2_000), "", body }.Where(line => line is not null));
    }
}
