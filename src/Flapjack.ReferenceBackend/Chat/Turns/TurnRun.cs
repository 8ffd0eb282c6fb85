using System.Text.Json;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>
/// The loop of a turn: the model answers; the tools that it calls run, or the caller is asked to run them; the model answers again, until it calls no
/// more tools. What was said is stored before the caller is told how the turn ended.
/// </summary>
internal sealed class TurnRun
{
    private readonly TurnServices _services;
    private readonly TurnSetup _setup;
    private readonly ChatFrames _frames;
    private readonly TurnTrace _trace;
    private readonly TurnCredentials _credentials;
    private readonly ModelAsking _asking;
    private readonly TurnCompaction _compaction;
    private readonly TurnWriter _writer;
    private readonly ToolRunner _runner;
    private readonly List<MessageRow> _told;
    private readonly OrgRow<AgentDocument> _agent;
    private TurnProgress _progress;
    private ModelAnswer _answer = new();
    private IReadOnlyList<long> _chunkIds = [];
    private long? _lastTokens;

    public TurnRun(TurnServices services, TurnSetup setup, ChatFrames frames)
    {
        (_services, _setup, _frames, _trace, _progress) = (services, setup, frames, setup.Trace, setup.Progress);
        _agent = setup.Agent;
        _credentials = new(services, setup);
        _asking = new(services, setup, _credentials, frames);
        _compaction = new(services, setup, _credentials, setup.Trace);
        _writer = new(services, setup);
        _runner = new(services, setup, _writer, frames);
        _told = [.. services.Store.Read(db => MessageTable.Told(db, setup.Thread.Id))];
    }

    private string TextSoFar => _progress.Text + _answer.Text;

    /// <summary>Runs the turn; its end is stored when this returns.</summary>
    public async Task<TurnEnd> RunAsync(CancellationToken stop)
    {
        try
        {
            _frames.Meta(_setup.TurnId, _setup.StartedAt);
            var tools = await TurnTools.OpenAsync(_services, _setup, stop).ConfigureAwait(false);
            try
            {
                TellFaults(tools);
                return await AnswerAsync(tools, stop).ConfigureAwait(false);
            }
            finally
            {
                await tools.CloseAsync(stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return End(TurnEnd.Answered(TextSoFar, messageId: null, _progress.Usage + _answer.Usage), isPartial: true, error: null);
        }
        catch (ChatModelException e)
        {
            return End(TurnEnd.Failed(e.Code, e.Message), isPartial: true, TurnTrace.Text($"{e.Code}: {e.Message}"));
        }
    }

    private async Task<TurnEnd> AnswerAsync(TurnTools tools, CancellationToken stop)
    {
        var context = _services.Contexts.Select(source => source.Find(_setup.Scope)).OfType<ContextPart>().ToList();
        _chunkIds = [.. context.SelectMany(part => part.ChunkIds)];
        var system = SystemText(context);
        while (true)
        {
            // What the turn has cost is counted already, from the first call of a tool on.
            if (_setup.Request.Run is { } run && !run.MayAsk(_progress.UsageRow is null ? _progress.CostUsd : 0))
            {
                return End(TurnEnd.Failed(RunTurn.BudgetCode, "The budget of the runner is used up."), isPartial: true, error: null);
            }

            await CompactAsync(system, stop).ConfigureAwait(false);
            _answer = new();
            var mayCallTools = _progress.ToolCalls < TurnLimits.ToolCalls;
            await _asking.AskAsync(system, _told, mayCallTools ? tools.Declarations : [], _answer, _trace, stop).ConfigureAwait(false);
            _lastTokens = _answer.Usage.InputTokens + _answer.Usage.OutputTokens is > 0 and var tokens ? tokens : null;
            var calls = mayCallTools ? CallsOf(_answer) : [];
            if (calls.Count == 0)
            {
                return End(null, isPartial: false, error: null);
            }

            if (await RunToolsAsync(tools, calls, stop).ConfigureAwait(false) is { } requiresAction)
            {
                return requiresAction;
            }
        }
    }

    /// <summary>Runs the tools that the model has called, one after the other and in its order, because a call may build on the call before it.</summary>
    /// <returns>The end of this request, if the caller has to run tools; otherwise null.</returns>
    private async Task<TurnEnd?> RunToolsAsync(TurnTools tools, IReadOnlyList<StoredToolCall> calls, CancellationToken stop)
    {
        var said = _writer.NewMessage(MessageRow.Assistant, _answer.Text) with { ToolCalls = calls, ChunkIds = _chunkIds };
        Advance();
        // Stored before the first tool runs, because a crash must not let the agent forget what it has called.
        Store(said);
        CountForBudget();
        var ofCaller = new List<StoredToolCall>();
        foreach (var call in calls)
        {
            _progress = _progress with { ToolCalls = _progress.ToolCalls + 1 };
            if (_progress.ToolCalls > TurnLimits.ToolCalls)
            {
                Store(_writer.ResultOf(call, ToolOutcome.Error($"This tool was not run: one message may lead to {TurnLimits.ToolCalls} calls of tools. Answer with what you know.")));
            }
            else if (tools.IsOfCaller(call.Name) && call.ParseArguments() is not null)
            {
                ofCaller.Add(call);
            }
            else
            {
                _told.Add(await _runner.RunAsync(tools.Find(call.Name), call, stop).ConfigureAwait(false));
            }
        }

        return ofCaller.Count > 0 ? WaitForCaller(ofCaller) : null;
    }

    /// <summary>A budget counts what was paid, also if the backend dies before the answer ends.</summary>
    private void CountForBudget()
    {
        if (_setup.Request.Run is not null)
        {
            var now = _services.Clock.GetUtcNow();
            _writer.Write(db => _progress = _progress with { UsageRow = TurnBooks.Count(db, _setup, _progress, _asking.LastModel, now) });
        }
    }

    private TurnEnd WaitForCaller(List<StoredToolCall> calls)
    {
        var end = TurnEnd.Requires(calls);
        var now = _services.Clock.GetUtcNow();
        var spans = calls.Select(call => _trace.Begin(TraceSpanKind.Tool, call.Name, call.ParseArguments())).ToList();
        _writer.Write(db =>
        {
            calls.ForEach(call => TurnBooks.CountTool(db, _setup, call.Name, now));
            _progress = _progress with { UsageRow = TurnBooks.Count(db, _setup, _progress, _asking.LastModel, now) };
            _trace.Save(db);
            TurnTable.End(db, _setup.TurnId, TurnState.Waiting, now, end, new()
            {
                Calls = calls,
                SpanIds = [.. spans.Select(span => span.Id)],
                AskedAt = now,
                Tools = _setup.ClientTools,
                ExpiresAt = now + _services.Limits.ClientTools,
                TraceParent = _services.Telemetry.Tracing.Current?.Parent,
                Progress = _progress,
            });
        });
        return end;
    }

    /// <summary>Stores the end of the turn.</summary>
    /// <param name="end">How it ended; null for a whole answer.</param>
    /// <param name="isPartial">Whether the text that there is was cut off.</param>
    /// <param name="error">What went wrong; null if nothing did.</param>
    private TurnEnd End(TurnEnd? end, bool isPartial, JsonElement? error)
    {
        var said = _writer.NewMessage(MessageRow.Assistant, _answer.Text) with { ChunkIds = _chunkIds, IsPartial = isPartial };
        Advance();
        end ??= TurnEnd.Answered(_progress.Text, said.Id, _progress.Usage);
        var now = _services.Clock.GetUtcNow();
        _writer.Write(db =>
        {
            if (said.Content.Length > 0 || !isPartial)
            {
                MessageTable.Add(db, said);
            }

            TurnBooks.Count(db, _setup, _progress, _asking.LastModel, now);
            _trace.EndAll(_progress.Text, error);
            _trace.Save(db);
            TurnTable.End(db, _setup.TurnId, TurnState.Ended, now, end);
        });
        return end;
    }

    /// <summary>Stores what was said, and tells it to the model when the model is asked the next time.</summary>
    private void Store(MessageRow message)
    {
        _writer.Add(message);
        _told.Add(message);
    }

    /// <summary>Takes the text and the use of the model's answer into the progress of the turn.</summary>
    private void Advance()
    {
        _progress = _progress with
        {
            Text = TextSoFar,
            Usage = _progress.Usage + _answer.Usage,
            CostUsd = _progress.CostUsd + _answer.CostUsd,
            CredentialSource = _credentials.Source,
        };
        _answer = new();
    }

    private async Task CompactAsync(string system, CancellationToken stop)
    {
        if (await _compaction.SummarizeAsync(system, _told, _asking.LastModel, _lastTokens, stop).ConfigureAwait(false) is not { } summary)
        {
            return;
        }

        _progress = _progress with { Usage = _progress.Usage + summary.Usage, CostUsd = _progress.CostUsd + (summary.Usage.CostOf(_asking.LastModel) ?? 0) };
        if (summary.Text is null)
        {
            return;
        }

        // From now on the conversation is another one than the model has counted.
        _lastTokens = null;
        var row = _writer.NewMessage(MessageRow.Summary, summary.Text) with { Covers = summary.Covers };
        _writer.Add(row);
        _told.RemoveAll(told => told.Place > 0 && told.Place <= summary.Covers || told.Role == MessageRow.Summary);
        _told.Insert(0, row);
    }

    private void TellFaults(TurnTools tools)
    {
        foreach (var fault in tools.Faults)
        {
            _trace.End(_trace.Begin(new(fault.SpanKind), fault.Source, null), null, TurnTrace.Text(fault.Reason));
        }
    }

    private string SystemText(IEnumerable<ContextPart> context)
    {
        IEnumerable<string?> texts = [_agent.Document.StablePreamble, _setup.Thread.SystemPromptOverlay, .. context.Select(part => part.Text)];
        return string.Join("\n\n", texts.Where(text => !string.IsNullOrEmpty(text)));
    }

    private List<StoredToolCall> CallsOf(ModelAnswer answer)
    {
        var known = _told.SelectMany(row => row.ToolCalls).Select(call => call.Id).ToHashSet(StringComparer.Ordinal);
        return [.. answer.Calls.Select(call => StoredToolCall.Of(IsFree(call.CallId) ? call.CallId : NewId(), call))];

        // Results find their calls by the id, so a model that counts anew in each answer gets other ids, and so does a model whose ids no request may have.
        bool IsFree(string? id) => !string.IsNullOrEmpty(id) && id.Length <= StoredToolCall.MaxIdLength && known.Add(id);

        string NewId() => $"call_{Guid.CreateVersion7(_services.Clock.GetUtcNow()):N}";
    }
}
