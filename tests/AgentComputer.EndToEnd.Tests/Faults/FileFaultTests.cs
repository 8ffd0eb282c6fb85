using System.Security.Cryptography;
using AgentComputer.ReferenceBackend;
using AgentComputer.Sdk;
using Microsoft.Extensions.Time.Testing;

namespace AgentComputer.EndToEnd.Tests.Faults;

/// <summary>File calls whose answers go wrong: a file is read whole or not at all, and a change that can't be repeated is not.</summary>
public sealed class FileFaultTests : FaultRoom
{
    private const string Text = "a text with ü and €\n";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_text_that_is_cut_anywhere_is_never_a_part_of_the_text(bool reset)
    {
        await Client.WriteTextFileAsync(Id, "notes", Text, cancellationToken: Limit.Token);

        await CutEverywhereAsync(FaultTarget.Files, reset, async at =>
        {
            if (await OrNothingAsync(() => Client.ReadTextFileAsync(Id, "notes", Limit.Token)) is { } read)
            {
                read.Should().Be(Text, "cut at byte {0}", at);
            }
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_list_that_is_cut_anywhere_is_never_a_shorter_list(bool reset)
    {
        await Client.WriteTextFileAsync(Id, "a", "1", cancellationToken: Limit.Token);
        await Client.WriteTextFileAsync(Id, "b", "2", cancellationToken: Limit.Token);
        var whole = (await Client.ListFilesAsync(Id, cancellationToken: Limit.Token)).Count;

        await CutEverywhereAsync(FaultTarget.Files, reset, async at =>
        {
            if (await OrNothingAsync(() => Client.ListFilesAsync(Id, cancellationToken: Limit.Token)) is { } read)
            {
                read.Should().HaveCount(whole, "cut at byte {0}", at);
            }
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_edit_whose_answer_is_cut_is_made_once(bool reset)
    {
        await Client.WriteTextFileAsync(Id, "log", "", cancellationToken: Limit.Token);
        await Client.WriteTextFileAsync(Id, "count", "x", cancellationToken: Limit.Token);

        var text = "x";

        await CutEverywhereAsync(FaultTarget.Files, reset, async at =>
        {
            var answered = await OrNothingAsync(async () => (object)await Client.EditFileAsync(Id, "count", [new("x", "x+")], Limit.Token)) is not null;
            var now = await File.ReadAllTextAsync(Path.Combine(Real.Backend.DataDirectory, "computers", Id, "home", "workspace", "count"));
            // A connection that was reset by the call before may break when this call is sent, and then nothing was done.
            now.Should().BeOneOf(answered ? [text + "+"] : [text, text + "+"], "an edit that was sent is never sent again, cut at byte {0}", at);
            text = now;
        });

        text.Should().Contain("+++");
    }

    [Fact]
    public async Task A_move_whose_answer_is_lost_is_made_once_and_not_taken_for_a_missing_file()
    {
        await Client.WriteTextFileAsync(Id, "from", Text, cancellationToken: Limit.Token);
        Faults.Add(Fault.ResetBeforeHeaders(), FaultTarget.Files, times: 1);

        var move = () => Client.MoveFileAsync(Id, "from", "to", Limit.Token);

        await move.Should().ThrowAsync<AgentComputerConnectionException>();
        (await Client.ReadTextFileAsync(Id, "to", Limit.Token)).Should().Be(Text);
        (await Client.FileExistsAsync(Id, "from", Limit.Token)).Should().BeFalse();
    }

    [Fact]
    public async Task A_removal_whose_answer_is_lost_has_succeeded()
    {
        await Client.WriteTextFileAsync(Id, "old", Text, cancellationToken: Limit.Token);
        Faults.Add(Fault.ResetBeforeHeaders(), FaultTarget.Files, times: 1);

        await Client.DeleteFileAsync(Id, "old", cancellationToken: Limit.Token);

        (await Client.FileExistsAsync(Id, "old", Limit.Token)).Should().BeFalse();
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_refusal_that_passes_is_not_seen_by_the_caller_of_a_call_that_may_be_repeated(int status)
    {
        Faults.Add(Refusal(status), FaultTarget.Files, times: 2);
        await Client.WriteTextFileAsync(Id, "notes", Text, cancellationToken: Limit.Token);
        Faults.Add(Refusal(status), FaultTarget.Files, times: 2);

        (await Client.ReadTextFileAsync(Id, "notes", Limit.Token)).Should().Be(Text);
        Faults.Fired.Should().HaveCount(4);
    }

    [Fact]
    public async Task An_edit_that_was_refused_with_503_is_told_and_not_sent_again_and_after_429_it_is()
    {
        await Client.WriteTextFileAsync(Id, "count", "x", cancellationToken: Limit.Token);
        Faults.Add(Refusal(503), FaultTarget.Files, times: 1);
        var edit = () => Client.EditFileAsync(Id, "count", [new("x", "x+")], Limit.Token);

        ((int)(await edit.Should().ThrowAsync<AgentComputerApiException>()).Which.StatusCode).Should().Be(503);
        Faults.Add(Refusal(429), FaultTarget.Files, times: 1);
        await edit();

        (await Client.ReadTextFileAsync(Id, "count", Limit.Token)).Should().Be("x+");
    }

    [Fact]
    public async Task A_refusal_that_stays_is_told()
    {
        await Client.WriteTextFileAsync(Id, "notes", Text, cancellationToken: Limit.Token);
        Faults.Add(Refusal(503), FaultTarget.Files);

        var read = () => Client.ReadTextFileAsync(Id, "notes", Limit.Token);

        var thrown = (await read.Should().ThrowAsync<AgentComputerApiException>()).Which;
        ((int)thrown.StatusCode, thrown.ErrorCode).Should().Be((503, "unavailable"));
    }

    [Fact]
    public async Task A_first_byte_that_never_comes_is_a_timeout_and_the_text_is_written_once_and_whole()
    {
        var clock = new FakeTimeProvider();
        using var patient = Real.Backend.CreateClient(options => (options.TimeProvider, options.MaxRetries) = (clock, 0));
        Faults.Add(Fault.DelayHeaders(TimeSpan.FromDays(1)), FaultTarget.Files, times: 1);

        var writing = patient.WriteTextFileAsync(Id, "notes", Text, cancellationToken: Limit.Token);
        var file = Path.Combine(Real.Backend.DataDirectory, "computers", Id, "home", "workspace", "notes");
        await Eventually.HoldsAsync(() => File.Exists(file), "the file is written although the answer is held back");
        clock.Advance(TimeSpan.FromMinutes(10));

        var wait = () => writing;
        await wait.Should().ThrowAsync<AgentComputerTimeoutException>();
        (await Client.ReadTextFileAsync(Id, "notes", Limit.Token)).Should().Be(Text);
    }

    [Fact]
    public async Task A_download_and_an_upload_go_through_answers_that_break()
    {
        var bytes = RandomNumberGenerator.GetBytes(9_000_001);
        using var copy = new MemoryStream();
        Faults.Add(Fault.ResetBeforeHeaders(), FaultTarget.Files, times: 1).Add(Fault.ResetAfter(1), FaultTarget.Files, times: 1);
        await Client.UploadFileAsync(Id, "big", new MemoryStream(bytes), verify: true, cancellationToken: Limit.LongToken);
        Faults.Add(Fault.ResetAfter(1_000_000), FaultTarget.Where((method, path) => path.EndsWith("/files/ops", StringComparison.Ordinal)), times: 2);

        await Client.DownloadFileAsync(Id, "big", copy, cancellationToken: Limit.LongToken);

        copy.ToArray().AsSpan().SequenceEqual(bytes).Should().BeTrue();
        Faults.Fired.Count.Should().BeGreaterThan(2);
    }

    private static Fault Refusal(int status) => status == 429 ? Fault.TooManyRequests(TimeSpan.Zero) : Fault.ServiceUnavailable(TimeSpan.Zero);

    // A broken answer is an exception; it is never anything else than the answer.
    private static async Task<T?> OrNothingAsync<T>(Func<Task<T>> call) where T : class
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is AgentComputerProtocolException or AgentComputerConnectionException)
        {
            return null;
        }
    }
}
