using System.Net;
using System.Net.Http.Json;

namespace TestingYourApp.Tests;

/// <summary>The whole app against a shared backend: the recipes for WebApplicationFactory and for the scripted model.</summary>
[Collection(BackendCollection.Name)]
public sealed class WholeAppTests(SharedBackend shared) : IDisposable
{
    private readonly TestedApp _app = new(shared.Backend);

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_script_that_fails_is_reported_with_its_exit_code_and_output()
    {
        using var app = _app.CreateClient();
        var project = await app.OpenAsync("failing");

        var report = await app.CheckAsync(project, "echo to look at; exit 3");

        Assert.Equal(new Report(false, 3, "to look at\n"), report);
    }

    [Fact]
    public async Task Two_projects_have_files_of_their_own()
    {
        using var app = _app.CreateClient();
        var (one, other) = (await app.OpenAsync("one"), await app.OpenAsync("other"));
        await app.CheckAsync(one, "echo mine > file");

        Assert.Equal("mine\n", (await app.CheckAsync(one, "cat file")).Output);
        Assert.False((await app.CheckAsync(other, "cat file")).Passed);
    }

    [Fact]
    public async Task The_lines_of_a_script_reach_the_user_and_then_its_end()
    {
        using var app = _app.CreateClient();
        var project = await app.OpenAsync("lines");

        var response = await app.PostAsJsonAsync($"/projects/{project}/lines", new Check("echo one; printf two; exit 4"));

        Assert.Equal(["one", "two", "exit 4"], await response.Content.ReadFromJsonAsync<string[]>() ?? []);
    }

    [Fact]
    public async Task A_question_is_answered_by_the_scripted_model()
    {
        shared.Model.When("colour").Say("Green, of course.");
        using var app = _app.CreateClient();
        var project = await app.OpenAsync("questions");

        var response = await app.PostAsJsonAsync($"/projects/{project}/questions", new Question("Which colour?"));

        Assert.Equal("Green, of course.", (await response.Content.ReadFromJsonAsync<Answer>())!.Text);
        Assert.Contains(shared.Model.Requests, request => request.Text == "Which colour?");
    }

    [Fact]
    public async Task A_model_that_fails_is_a_bad_gateway()
    {
        shared.Model.When("credit").Fail("NO_CREDIT", "The budget is used up.");
        using var app = _app.CreateClient();
        var project = await app.OpenAsync("credit");

        var response = await app.PostAsJsonAsync($"/projects/{project}/questions", new Question("Any credit?"));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("NO_CREDIT", await response.Content.ReadAsStringAsync());
    }
}
