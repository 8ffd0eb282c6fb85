using LocalComputers.Computers.Templates;

namespace LocalComputers.Tests.Computers.Templates;

public sealed class TemplateCatalogTests
{
    [Fact]
    public void The_catalog_lists_exactly_the_templates_of_the_contract()
    {
        TemplateCatalog.All.Select(recipe => recipe.Name)
            .Should().Equal("node-playwright", "python-jupyter", "nextjs-fullstack", "rust-cargo", "blank");
    }

    [Theory]
    [InlineData("node-playwright", "node npm")]
    [InlineData("python-jupyter", "python3")]
    [InlineData("nextjs-fullstack", "node npm")]
    [InlineData("rust-cargo", "cargo rustc")]
    [InlineData("blank", "")]
    public void A_template_is_found_by_its_name_and_says_which_tools_it_needs(string name, string tools)
    {
        string.Join(' ', TemplateCatalog.Find(name)!.Tools).Should().Be(tools);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Blank")]
    [InlineData("blank ")]
    [InlineData("go-gin")]
    public void A_name_that_is_not_exactly_a_templates_finds_nothing(string name)
    {
        TemplateCatalog.Find(name).Should().BeNull();
    }

    [Fact]
    public void Only_the_blank_template_runs_nothing() =>
        TemplateCatalog.All.Where(recipe => recipe.RunsNothing).Select(recipe => recipe.Name).Should().Equal("blank");

    [Theory]
    [InlineData("# a comment\n\n  # and another\n", true)]
    [InlineData("# a comment\ntrue # runs\n", false)]
    public void A_setup_of_comments_only_runs_nothing(string setup, bool runsNothing) =>
        (TemplateCatalog.Find("blank")! with { Setup = setup }).RunsNothing.Should().Be(runsNothing);

    [Fact]
    public void A_template_that_needs_a_tool_looks_for_it_in_a_shell() =>
        (TemplateCatalog.Find("blank")! with { Tools = ["git"] }).RunsNothing.Should().BeFalse();

    [Fact]
    public void Only_the_blank_template_has_no_app()
    {
        TemplateCatalog.All.Where(recipe => !recipe.HasApp).Select(recipe => recipe.Name).Should().Equal("blank");
    }
}
