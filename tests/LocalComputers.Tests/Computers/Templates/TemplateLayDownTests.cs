using System.Text.Json;
using LocalComputers.Computers.Templates;

namespace LocalComputers.Tests.Computers.Templates;

public sealed class TemplateLayDownTests : IDisposable
{
    private readonly PrivateComputer _computer = new();

    public void Dispose() => _computer.Dispose();

    [Fact]
    public void A_file_that_is_already_there_is_not_overwritten()
    {
        File.WriteAllText(Path.Combine(_computer.App, "README.md"), "mine");

        TemplateCatalog.Find("nextjs-fullstack")!.LayDown(_computer.App);

        File.ReadAllText(Path.Combine(_computer.App, "README.md")).Should().Be("mine");
        _computer.AppFiles.Should().Contain("package.json");
    }

    [Fact]
    public void Laying_down_twice_changes_nothing()
    {
        var recipe = TemplateCatalog.Find("node-playwright")!;
        recipe.LayDown(_computer.App);
        var before = _computer.AppFiles;

        recipe.LayDown(_computer.App);

        _computer.AppFiles.Should().Equal(before);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_not_written_through()
    {
        var outside = Path.Combine(_computer.Root, "outside");
        File.CreateSymbolicLink(Path.Combine(_computer.App, "README.md"), outside);

        TemplateCatalog.Find("rust-cargo")!.LayDown(_computer.App);

        File.Exists(outside).Should().BeFalse();
    }

    [Fact]
    public void The_blank_template_does_not_even_create_the_folder()
    {
        var folder = Path.Combine(_computer.Home, "workspace", "none");

        TemplateCatalog.Find("blank")!.LayDown(folder);

        Directory.Exists(folder).Should().BeFalse();
    }

    [Fact]
    public void A_folder_that_is_missing_is_created()
    {
        var folder = Path.Combine(_computer.Home, "workspace", "new");

        TemplateCatalog.Find("rust-cargo")!.LayDown(folder);

        File.Exists(Path.Combine(folder, "README.md")).Should().BeTrue();
    }

    [Fact]
    public void Every_starter_file_is_plain_text_with_line_feeds()
    {
        foreach (var file in TemplateCatalog.All.SelectMany(recipe => recipe.StarterFiles))
        {
            file.Content.Should().EndWith("\n", file.Path).And.NotContain("\r", file.Path);
        }
    }

    [Fact]
    public void The_notebook_is_of_format_4_with_an_id_on_every_cell()
    {
        TemplateCatalog.Find("python-jupyter")!.LayDown(_computer.App);

        using var notebook = JsonDocument.Parse(File.ReadAllText(Path.Combine(_computer.App, "notebooks/welcome.ipynb")));

        notebook.RootElement.GetProperty("nbformat").GetInt32().Should().Be(4);
        notebook.RootElement.GetProperty("nbformat_minor").GetInt32().Should().Be(5);
        notebook.RootElement.GetProperty("cells").EnumerateArray()
            .Select(cell => cell.GetProperty("id").GetString()).Should().Equal("welcome", "squares");
    }
}
