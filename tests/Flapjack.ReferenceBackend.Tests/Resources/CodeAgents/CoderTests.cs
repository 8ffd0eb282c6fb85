using System.Text.Json;

namespace Flapjack.ReferenceBackend.Tests.Resources.CodeAgents;

/// <summary>What the coder is given, and what of its work is told.</summary>
public sealed class CoderTests(CodingBackend coding) : IClassFixture<CodingBackend>
{
    [Fact]
    public async Task A_session_tells_what_the_coder_wrote_how_it_ended_and_which_files_changed()
    {
        var story = await coding.RunAsync("echo hello; echo two > version.txt; printf 'a\\nb\\n' > new.txt");

        story.Events.Select(happened => (happened.GetProperty("type").GetString(), happened.GetProperty("data").GetRawText())).Where(happened => happened.Item1 != "result").Should().Equal(
            ("status", """{"status":"pending"}"""),
            ("message", """{"prompt":"echo hello; echo two > version.txt; printf 'a\\nb\\n' > new.txt"}"""),
            ("status", """{"status":"creating"}"""),
            ("status", """{"status":"running"}"""),
            ("output", """{"stream":"stdout","text":"hello\n"}"""),
            ("status", """{"status":"finished"}"""));
        story.Events.Select(happened => happened.GetProperty("seq").GetInt32()).Should().Equal(1, 2, 3, 4, 5, 6, 7);
        story.Result.GetProperty("exit_code").GetInt32().Should().Be(0);
        story.Result.GetProperty("changed_files").GetRawText().Should().Be(
            """[{"path":"version.txt","lines_added":1,"lines_deleted":1},{"path":"new.txt","lines_added":null,"lines_deleted":null}]""");
        story.Result.GetProperty("changed_files_left_out").GetInt32().Should().Be(0);
        story.Session.GetProperty("starting_commit").GetString().Should().MatchRegex("^[0-9a-f]{40}$");
        story.Session.GetProperty("error").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_file_that_the_coder_committed_has_changed_too()
    {
        var story = await coding.RunAsync("echo x > 'a b.txt'; git add -A; git -c user.name=t -c user.email=t@example.com commit -qm x; git mv version.txt other.txt");

        story.ChangedFiles.Should().BeEquivalentTo("a b.txt", "version.txt", "other.txt");
    }

    [Theory]
    [InlineData("", "one")]
    [InlineData(",\"startingRef\":\"feature/two\"", "two")]
    [InlineData(",\"startingRef\":\"main\"", "one")]
    public async Task The_working_copy_is_the_starting_ref(string more, string version)
    {
        var story = await coding.RunAsync("cat version.txt; git branch --show-current", more);

        story.Stdout.Should().StartWith(version);
    }

    [Fact]
    public async Task The_starting_ref_may_be_a_commit()
    {
        var commit = (await coding.RunAsync("git rev-parse HEAD~1", ",\"startingRef\":\"feature/two\"")).Stdout.Trim();

        var story = await coding.RunAsync("cat version.txt; git rev-parse HEAD", $",\"startingRef\":\"{commit}\"");

        story.Stdout.Should().Be($"one\n{commit}\n");
    }

    [Theory]
    [InlineData(",\"startingRef\":\"nope\"", "STARTING_REF_NOT_FOUND", "https://github.com/acme/app has no branch, tag or commit 'nope'.")]
    [InlineData(",\"startingRef\":\"version.txt\"", "STARTING_REF_NOT_FOUND", "*'version.txt'*")]
    [InlineData(",\"startingRef\":\"$(touch${IFS}x)\"", "STARTING_REF_NOT_FOUND", "*")]
    [InlineData(",\"repoUrl\":\"https://github.com/acme/none\"", "REPOSITORY_NOT_CLONED", "*RepositoryRewrites*")]
    public async Task A_session_without_a_working_copy_fails_and_says_why(string more, string code, string message)
    {
        var story = await coding.RunAsync("true", more);

        (story.Status, story.ErrorCode).Should().Be(("error", code));
        story.ErrorMessage.Should().Match(message);
        story.Statuses.Should().Equal("pending", "creating", "error");
        story.Events[^1].GetProperty("data").GetProperty("error").GetProperty("code").GetString().Should().Be(code);
        story.Session.GetProperty("has_computer").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task A_coder_that_fails_makes_the_session_fail_and_its_work_is_told_all_the_same()
    {
        var story = await coding.RunAsync("echo x > new.txt; echo broken >&2; exit 3");

        (story.Status, story.ErrorCode, story.Stderr).Should().Be(("error", "CODER_FAILED", "broken\n"));
        story.ErrorMessage.Should().Contain("exit code 3");
        story.Result.GetProperty("exit_code").GetInt32().Should().Be(3);
        story.ChangedFiles.Should().Equal("new.txt");
        (await coding.Server.PostAsync(story.Path + "/messages", """{"prompt":"again"}""")).ShouldBeRefused(422, "INVALID_SESSION_STATUS");
    }

    [Fact]
    public async Task A_further_prompt_goes_on_in_the_same_working_copy()
    {
        var first = await coding.RunAsync("echo $FLAPJACK_PROMPT_NUMBER > number.txt");
        await coding.SendAsync(first.Path, "cat number.txt; echo $FLAPJACK_PROMPT_NUMBER");

        var story = await coding.EndAsync(first.Path);

        story.Stdout.Should().Be("1\n2\n");
        story.Statuses.Should().Equal("pending", "creating", "running", "finished", "pending", "creating", "running", "finished");
        story.Session.GetProperty("starting_commit").GetString().Should().Be(first.Session.GetProperty("starting_commit").GetString());
    }

    [Fact]
    public async Task Prompts_that_come_while_the_coder_works_are_worked_on_afterwards_in_their_order()
    {
        var gate = coding.NewLatch();
        var path = await coding.BeginAsync(gate.Wait);
        await coding.SendAsync(path, "echo second");
        await coding.SendAsync(path, "echo third");
        gate.Open();

        await coding.HasAsync(path, _ => coding.ReadAsync(path).GetAwaiter().GetResult().DataOf("result").Count() == 3);
        var story = await coding.EndAsync(path);

        story.Stdout.Should().Be("second\nthird\n");
        story.Status.Should().Be("finished");
    }

    [Fact]
    public async Task Settings_that_need_the_service_are_told_as_not_done()
    {
        var story = await coding.RunAsync("true", agent: ",\"autoCreatePr\":true,\"skipReviewerRequest\":true");
        var without = await coding.RunAsync("true");

        var told = story.DataOf("not_available").Should().ContainSingle().Subject;
        told.GetProperty("settings").GetRawText().Should().Be("""["auto_create_pr","skip_reviewer_request"]""");
        told.GetProperty("message").GetString().Should().StartWith("Not available locally");
        story.Session.GetProperty("pr_url").ValueKind.Should().Be(JsonValueKind.Null);
        without.DataOf("not_available").Should().BeEmpty();
    }

    [Fact]
    public async Task The_coder_finds_its_task_in_its_environment()
    {
        const string Prompt = "for name in PROMPT PREAMBLE MODEL MODEL_PARAMS REPO_URL STARTING_REF SESSION_ID; do echo $name=$(printenv FLAPJACK_$name | head -c 60); done;"
            + "cat \"$FLAPJACK_PREAMBLE_FILE\"; echo; cmp \"$FLAPJACK_PROMPT_FILE\" <(printf %s \"$FLAPJACK_PROMPT\") && echo same";

        var story = await coding.RunAsync(Prompt, ",\"startingRef\":\"main\"", ",\"preamble\":\"Be 'brief' $HOME\",\"modelId\":\"m1\",\"modelParams\":{\"effort\":\"high\"}");

        story.Stdout.Split('\n').Should().Equal(
            "PROMPT=" + Prompt[..60].Trim(), "PREAMBLE=Be 'brief' $HOME", "MODEL=m1", "MODEL_PARAMS={\"effort\":\"high\"}", "REPO_URL=https://github.com/acme/app", "STARTING_REF=main",
            "SESSION_ID=" + Path.GetFileName(story.Path), "Be 'brief' $HOME", "same", "");
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_for_a_variable_is_in_its_file()
    {
        await using var other = await CodingBackend.StartAsync(options => options.Coder = new() { Command = "printf '%s ' ${FLAPJACK_PROMPT-absent}; wc -c < \"$FLAPJACK_PROMPT_FILE\"" });

        var story = await other.RunAsync(new string('é', 100_000));

        story.Stdout.Should().Be("absent 200000\n");
    }

    [Fact]
    public async Task No_session_is_an_agent_and_none_counts_as_a_command_of_one()
    {
        await using var other = await CodingBackend.StartAsync(options => options.RateLimits = new() { PerOrgPerMinute = 1, PerAgentPerMinute = 1, ConcurrentPerAgent = 1 });

        var stories = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => other.RunAsync("true")));

        stories.Select(story => story.Status).Should().AllBe("finished");
        (await other.Server.GetAsync("/api/agents")).Body.Should().Be("[]");
        (await other.Server.GetAsync($"/api/agents/{Path.GetFileName(stories[0].Path)}/computer/status")).ShouldBeRefused(404, "NOT_FOUND");
    }

    [FactWithBubblewrap]
    public async Task An_isolated_coder_works_and_can_not_change_its_task()
    {
        await using var other = await CodingBackend.StartAsync(options => options.Isolation = ComputerIsolation.Bubblewrap);

        var story = await other.RunAsync("cat version.txt \"$FLAPJACK_PROMPT_FILE\"; pwd; (echo x > \"$FLAPJACK_PROMPT_FILE\") 2>/dev/null || echo kept; echo x > new.txt");

        (story.Status, story.ErrorMessage).Should().Be(("finished", null));
        story.Stdout.Should().StartWith("one\ncat version.txt").And.EndWith("/workspace/app\nkept\n");
        story.ChangedFiles.Should().Equal("new.txt");
    }
}
