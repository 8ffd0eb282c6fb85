namespace LocalComputers.Programs;

/// <summary>The programs of a computer: those that run, and for a short time those that have ended.</summary>
/// <param name="clock">Says when an ended program is forgotten.</param>
internal sealed class ProgramTable(TimeProvider clock)
{
    /// <summary>How long an ended program can be found.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    // Many programs may end within that time. What the latest of them wrote is kept too.
    private const int MostKeptOutputs = 16;

    private readonly Lock _lock = new();
    // The newest program is last.
    private readonly List<ProgramRun> _live = [];
    private readonly Queue<(ProgramRun Program, long EndedAt)> _ended = new();
    // The ended programs that still have their output, the oldest first.
    private readonly Queue<ProgramRun> _withOutput = new();

    /// <summary>The programs that run, the oldest first.</summary>
    public IReadOnlyList<ProgramRun> Live
    {
        get
        {
            lock (_lock)
            {
                return [.. _live];
            }
        }
    }

    public void Add(ProgramRun program)
    {
        lock (_lock)
        {
            _live.Add(program);
        }
    }

    /// <summary>Says that a program has ended.</summary>
    public void Ended(ProgramRun program)
    {
        lock (_lock)
        {
            _live.Remove(program);
            ForgetOld();
            _ended.Enqueue((program, clock.GetTimestamp()));
            _withOutput.Enqueue(program);
            if (_withOutput.Count > MostKeptOutputs)
            {
                _withOutput.Dequeue().ForgetOutput();
            }
        }
    }

    /// <summary>The program of a process id; null when none runs, or has ended a short time ago.</summary>
    public ProgramRun? Find(int id) => Find(program => program.Id == id);

    /// <summary>The newest program of a tag: one that runs, or else one that has ended a short time ago; null for none.</summary>
    public ProgramRun? Find(string tag) => Find(program => program.Request.Tag == tag);

    private ProgramRun? Find(Func<ProgramRun, bool> isMeant)
    {
        lock (_lock)
        {
            ForgetOld();
            return _live.LastOrDefault(isMeant) ?? _ended.Select(ended => ended.Program).LastOrDefault(isMeant);
        }
    }

    private void ForgetOld()
    {
        while (_ended.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.EndedAt) >= Remembered)
        {
            _ended.Dequeue();
            if (_withOutput.TryPeek(out var oldestOutput) && oldestOutput == oldest.Program)
            {
                _withOutput.Dequeue();
            }
        }
    }
}
