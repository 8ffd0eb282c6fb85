using System.Diagnostics;
using System.Text;
using Flapjack.ReferenceBackend.Resources.Skills;

namespace Flapjack.ReferenceBackend.Tests.Resources.Skills;

/// <summary>A skill is read from an allowed folder, and nothing outside of it is looked at.</summary>
public sealed class SkillFilesTests : IDisposable
{
    private const string NotThere = "there is no such file in the folders";

    private const string NoFile = "The path of the skill names neither an ordinary file nor a folder with a SKILL.md.";

    private readonly TempFolder _folder = new();

    public SkillFilesTests()
    {
        Directory.CreateDirectory(_folder["skills/git"]);
        Directory.CreateDirectory(_folder["skills-secret"]);
        File.WriteAllText(_folder["skills/git/SKILL.md"], "Say why.");
        File.WriteAllText(_folder["secret.md"], "s3cret");
        File.WriteAllText(_folder["skills-secret/SKILL.md"], "s3cret");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("git")]
    [InlineData("git/")]
    [InlineData("git/SKILL.md")]
    [InlineData("./git/../git/SKILL.md")]
    [InlineData("{folder}/skills/git")]
    [InlineData("{folder}/skills/../skills/git/SKILL.md")]
    public async Task A_file_is_read_by_its_path_or_by_the_path_of_its_folder(string path) => (await ReadAsync(path)).Should().Be(new SkillReading("Say why.", null));

    [Theory]
    [InlineData("../secret.md")]
    [InlineData("git/../../secret.md")]
    [InlineData("../skills-secret")]
    [InlineData("{folder}/secret.md")]
    [InlineData("{folder}/skills/../secret.md")]
    [InlineData("{folder}/skills-secret/SKILL.md")]
    [InlineData("/etc/passwd")]
    [InlineData("//etc/passwd")]
    [InlineData("~/.ssh/id_rsa")]
    [InlineData("git/SKILL.md\0.txt")]
    [InlineData("nothing")]
    [InlineData("git/SKILL.md/more")]
    public async Task A_path_that_leads_out_of_the_folder_is_as_one_that_leads_nowhere(string path)
    {
        var reading = await ReadAsync(path);

        reading.Content.Should().BeNull();
        reading.Error.Should().Contain(NotThere).And.NotContain(_folder.Path);
    }

    [Theory]
    [InlineData("../../secret.md")]
    [InlineData("{folder}/secret.md")]
    [InlineData("/etc/passwd")]
    [InlineData("{folder}/skills/git/SKILL.md")]
    public async Task A_link_that_is_absolute_or_leads_out_of_the_folder_is_not_followed(string target)
    {
        File.CreateSymbolicLink(_folder["skills/git/link.md"], target.Replace("{folder}", _folder.Path));

        (await ReadAsync("git/link.md")).Error.Should().Contain(NotThere);
    }

    [Fact]
    public async Task A_folder_that_is_a_link_leads_nowhere_else()
    {
        Directory.CreateSymbolicLink(_folder["skills/out"], "..");
        Directory.CreateSymbolicLink(_folder["skills/self"], "self");

        (await ReadAsync("out/secret.md")).Error.Should().Contain(NotThere);
        (await ReadAsync("self/SKILL.md")).Error.Should().Contain(NotThere);
    }

    [Fact]
    public async Task A_link_within_the_folder_is_followed_and_so_is_a_folder_that_was_allowed_by_its_link()
    {
        File.CreateSymbolicLink(_folder["skills/link.md"], "git/SKILL.md");
        Directory.CreateSymbolicLink(_folder["linked"], _folder["skills"]);

        (await ReadAsync("link.md")).Content.Should().Be("Say why.");
        (await new SkillFiles([_folder["linked"]]).ReadAsync(SkillDocument.SkillMd, _folder["linked/git"], CancellationToken.None)).Content.Should().Be("Say why.");
    }

    [Fact]
    public async Task What_is_no_file_is_not_opened()
    {
        Directory.CreateDirectory(_folder["skills/empty"]);
        using var made = Process.Start("mkfifo", _folder["skills/pipe"]);
        await made.WaitForExitAsync();

        (await ReadAsync("pipe").Soon()).Error.Should().Be(NoFile);
        (await ReadAsync("empty")).Error.Should().Be(NoFile);
        (await ReadAsync("")).Error.Should().Contain(NotThere);
        (await new SkillFiles([_folder["skills"]]).ReadAsync(SkillDocument.OpenApiAction, "git", CancellationToken.None)).Error.Should().Be(NoFile);
    }

    [Fact]
    public async Task A_file_of_the_largest_size_is_read_and_one_byte_more_is_not()
    {
        await File.WriteAllTextAsync(_folder["skills/full.md"], new string('x', SkillReading.MaxSkillMd));
        await File.WriteAllTextAsync(_folder["skills/large.md"], new string('x', SkillReading.MaxSkillMd + 1));
        using (var sparse = File.OpenWrite(_folder["skills/huge.md"]))
        {
            sparse.SetLength(1L << 40);
        }

        (await ReadAsync("full.md")).Content.Should().HaveLength(SkillReading.MaxSkillMd);
        (await ReadAsync("large.md")).Error.Should().Be("The content of the skill is larger than 65536 bytes.");
        (await ReadAsync("huge.md")).Error.Should().Be("The content of the skill is larger than 65536 bytes.");
    }

    [Theory]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, "The content of the skill is no text in UTF-8.")]
    [InlineData(new byte[] { 0x61, 0x00, 0x62 }, "The content of the skill is no text in UTF-8.")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, "The content of the skill is no text in UTF-8.")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00 }, "The content of the skill is no text in UTF-8.")]
    [InlineData(new byte[0], "The content of the skill is empty.")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x20, 0x0A }, "The content of the skill is empty.")]
    public async Task A_file_that_is_no_text_is_not_taken(byte[] bytes, string error)
    {
        await File.WriteAllBytesAsync(_folder["skills/odd.md"], bytes);

        (await ReadAsync("odd.md")).Should().Be(new SkillReading(null, error));
    }

    [Fact]
    public async Task The_first_folder_that_has_the_file_counts()
    {
        Directory.CreateDirectory(_folder["more/git"]);
        Directory.CreateDirectory(_folder["more/other"]);
        await File.WriteAllTextAsync(_folder["more/git/SKILL.md"], "Second.", Encoding.UTF8);
        await File.WriteAllTextAsync(_folder["more/other/SKILL.md"], "Other.", Encoding.UTF8);
        var files = new SkillFiles([_folder["missing"], _folder["skills"], _folder["more"]]);

        (await files.ReadAsync(SkillDocument.SkillMd, "git", CancellationToken.None)).Content.Should().Be("Say why.");
        (await files.ReadAsync(SkillDocument.SkillMd, "other", CancellationToken.None)).Content.Should().EndWith("Other.");
    }

    [Fact]
    public async Task Without_an_allowed_folder_no_file_is_read() =>
        (await new SkillFiles([]).ReadAsync(SkillDocument.SkillMd, _folder["skills/git"], CancellationToken.None)).Error.Should().Contain("SkillSources.Folders");

    private Task<SkillReading> ReadAsync(string path) =>
        new SkillFiles([_folder["skills"]]).ReadAsync(SkillDocument.SkillMd, path.Replace("{folder}", _folder.Path), CancellationToken.None);
}
