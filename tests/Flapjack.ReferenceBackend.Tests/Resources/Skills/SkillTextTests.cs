using Flapjack.ReferenceBackend.Resources.Skills;

namespace Flapjack.ReferenceBackend.Tests.Resources.Skills;

/// <summary>What is read of a <c>SKILL.md</c>, whatever its front matter looks like.</summary>
public sealed class SkillTextTests
{
    [Theory]
    [InlineData("---\nname: git\ndescription: Says why.\n---\nWrite why.", "git", "Says why.", "Write why.")]
    [InlineData("\uFEFF---\r\nname: git\r\n---\r\n\r\nWrite\r\nwhy.\r\n", "git", null, "Write\nwhy.")]
    [InlineData("---\nname: \"git \\\"x\\\"\" \ndescription: 'it''s'\n...\nBody", "git \"x\"", "it's", "Body")]
    [InlineData("---\nname: git # the name\ndescription: >-\n  Two\n  lines.\nlicense: MIT\n---\nBody", "git", "Two lines.", "Body")]
    [InlineData("---\nname: git\nname: other\nmetadata:\n  name: inner\n---\nBody\n---\nMore", "git", null, "Body\n---\nMore")]
    [InlineData("---\n---\nBody", null, null, "Body")]
    [InlineData("---\nname: git\n---", "git", null, "")]
    public void A_front_matter_tells_the_name_and_the_description_and_is_no_part_of_the_text(string content, string? name, string? description, string body) =>
        SkillText.Read(content).Should().Be(new SkillText(name, description, body));

    [Theory]
    [InlineData("Just a text.")]
    [InlineData("---\nname: never ended")]
    [InlineData("----\nname: git\n---\nBody")]
    [InlineData("Text\n---\nname: git\n---")]
    [InlineData("---")]
    public void A_file_without_a_whole_front_matter_is_text_alone(string content) =>
        SkillText.Read(content).Should().Be(new SkillText(null, null, content));

    [Theory]
    [InlineData("name: [a, b]")]
    [InlineData("name: {a: b}")]
    [InlineData("name: !!python/object:os.system")]
    [InlineData("name: &anchor x")]
    [InlineData("name: *alias")]
    [InlineData("name: ~")]
    [InlineData("name:")]
    [InlineData("name: \"not ended")]
    [InlineData("name: \"\\ud800")]
    [InlineData("name: \u202E\u0007\t")]
    [InlineData(": : : \t\n%YAML 1.2\n- - -")]
    public void Rubbish_in_a_front_matter_is_no_name(string fields) => SkillText.Read($"---\n{fields}\n---\nBody").Should().Be(new SkillText(null, null, "Body"));

    [Fact]
    public void A_name_and_a_description_are_on_one_line_and_are_cut_between_characters()
    {
        var text = SkillText.Read($"---\nname: a{string.Concat(Enumerable.Repeat("😀", 300))}\ndescription: |\n  x\n\n  # Skill: {new string('y', 5_000)}\n---\nBody");

        text.Name.Should().HaveLength(199).And.EndWith("😀");
        text.Description.Should().HaveLength(2_000).And.StartWith("x # Skill: yyy").And.NotContain("\n");
    }

    [Fact]
    public void A_front_matter_that_does_not_end_soon_is_text()
    {
        var content = "---\n" + string.Concat(Enumerable.Repeat("a: b\n", 10_000)) + "---\nBody";

        SkillText.Read(content).Body.Should().Be(content);
    }
}
