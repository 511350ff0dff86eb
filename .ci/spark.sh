#!/bin/sh
# Sets up the Spark that the test of the maintenance job starts: PyPI's pyspark is a whole Spark, with spark-submit, spark-sql
# and executors of their own. Delta Lake's jars come by Maven with the profile spark. Makes .ci/spark; does nothing where
# it is complete.
set -eu
cd "$(dirname "$0")"

# As interop-spark/engine/pom.xml has it.
wanted="pyspark==$(sed -n 's|.*<spark.version>\(.*\)</spark.version>.*|\1|p' ../interop-spark/engine/pom.xml)"
python=spark/bin/python

if [ "$(cat spark/ready 2>/dev/null)" = "$wanted" ] && "$python" -c 'import pyspark' 2>/dev/null; then
    exit 0
fi
if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends python3 python3-venv
fi
rm -rf spark
python3 -m venv spark
"$python" -m pip install --quiet --disable-pip-version-check --no-cache-dir "$wanted"
echo "$wanted" >spark/ready
