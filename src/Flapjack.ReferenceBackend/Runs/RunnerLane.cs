namespace Flapjack.ReferenceBackend.Runs;

/// <summary>How many runs of one runner run, and whether somebody is about to let more of them run.</summary>
internal sealed class RunnerLane
{
    private readonly Lock _lock = new();
    private int _running;
    private bool _isFilling;
    private bool _isAskedAgain;

    public int Running
    {
        get
        {
            lock (_lock)
            {
                return _running;
            }
        }
    }

    public void Enter()
    {
        lock (_lock)
        {
            _running++;
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            _running--;
        }
    }

    /// <summary>Asks for a look at the runs that wait.</summary>
    /// <returns>Whether the caller has to look. Otherwise somebody else looks, once more.</returns>
    public bool TryBeginFilling()
    {
        lock (_lock)
        {
            _isAskedAgain = _isFilling;
            return !_isFilling && (_isFilling = true);
        }
    }

    /// <returns>Whether the look is over. Otherwise somebody has asked for another look meanwhile.</returns>
    public bool TryEndFilling()
    {
        lock (_lock)
        {
            _isFilling = _isAskedAgain;
            _isAskedAgain = false;
            return !_isFilling;
        }
    }
}
